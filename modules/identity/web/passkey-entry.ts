import { useEffect, useEffectEvent, useState } from 'react';
import { callWith } from '../../../web/kit/api.ts';
import { PasskeyGivenUp, passkeysAreSuggested, showPasskey } from '../../../web/kit/passkeys.ts';
import {
  type PasskeyAssertion,
  type PasskeyAssertionStart,
  postPasskeySignIn,
  postPasskeySignInOptions,
} from '../factors/contract.ts';
import type { Me } from '../sign-in/contract.ts';

interface Asking {
  readonly asSuggestion?: boolean;
  readonly signal?: AbortSignal;
}

const begin = () => callWith(postPasskeySignInOptions, {});

async function finish({ ticket, options }: PasskeyAssertionStart, asking: Asking = {}): Promise<Me> {
  const response = await showPasskey<PasskeyAssertion>(options, asking);
  return (await callWith(postPasskeySignIn, { body: { ticket, response } })).me;
}

/**
 * Signing in with a passkey: by the button, or by choosing one that the address field suggests. The browser takes one
 * request at a time, so asking by the button ends the suggestions.
 */
export function usePasskeyEntry(enter: (me: Me) => void) {
  const [error, setError] = useState<Error | null>(null);
  const [isPending, setPending] = useState(false);
  const [suggesting, setSuggesting] = useState(true);
  const arrive = useEffectEvent(enter);

  useEffect(() => {
    if (!suggesting) return;
    const stop = new AbortController();
    const suggest = async () => {
      // Nobody asked for this yet, so nothing is said when it does not work; a passkey chosen and refused is.
      const begun = (await passkeysAreSuggested()) && (await begin().catch(() => undefined));
      if (!begun || stop.signal.aborted) return;
      arrive(await finish(begun, { asSuggestion: true, signal: stop.signal }));
    };
    suggest().catch((problem: Error) => problem instanceof PasskeyGivenUp || setError(problem));
    return () => stop.abort();
  }, [suggesting]);

  const ask = async () => {
    setSuggesting(false);
    setPending(true);
    setError(null);
    try {
      enter(await finish(await begin()));
    } catch (problem) {
      setError(problem as Error);
    } finally {
      setPending(false);
    }
  };
  return { ask: () => void ask(), isPending, error };
}
