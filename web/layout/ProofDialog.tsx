import { useQuery } from '@tanstack/react-query';
import Fingerprint from 'lucide-react/icons/fingerprint-pattern';
import { useState } from 'react';
import {
  getMe,
  type Me,
  type PasskeyAssertion,
  passwordLengthMax,
  postPasskeyProof,
  postPasskeyProofOptions,
  postProof,
  postTotpProof,
  proofMinutes,
} from '../../modules/identity/contract.ts';
import { callWith, q } from '../kit/api.ts';
import { Button } from '../kit/Button.tsx';
import { CodeField } from '../kit/CodeField.tsx';
import { Dialog } from '../kit/Dialog.tsx';
import { Form, FormProblem, Submit } from '../kit/Form.tsx';
import { PasswordField } from '../kit/PasswordField.tsx';
import { passkeysWork, showPasskey } from '../kit/passkeys.ts';
import { useSend } from '../kit/send.ts';
import { useSignOut } from './AccountMenu.tsx';

type Way = 'password' | 'passkey' | 'code';
const otherWords: Record<Way, string> = {
  password: 'Use the password',
  passkey: 'Use a passkey',
  code: 'Use a code of the app',
};

/** Before what is dangerous. What was begun goes on by itself afterwards. */
export default function ProofDialog({ onSettled }: { onSettled: (proved: boolean) => void }) {
  const { data: me } = useQuery(q(getMe));
  const ways = me ? waysOf(me) : [];
  const [chosen, setChosen] = useState<Way>();
  const way = chosen ?? ways[0];
  const others = ways.filter((one) => one !== way);
  const proved = () => onSettled(true);
  return (
    <Dialog
      open
      onClose={() => onSettled(false)}
      title="Is it you?"
      body={`Show it once more before this. It counts for ${proofMinutes} minutes.`}
    >
      {way === 'password' && <ByPassword onProved={proved} />}
      {way === 'passkey' && <ByPasskey onProved={proved} />}
      {way === 'code' && <ByCode onProved={proved} />}
      {me && !way && <BySigningIn />}
      {others.length > 0 && (
        <div className="mt-5 flex flex-wrap gap-2 border-t border-line pt-4">
          {others.map((other) => (
            <Button key={other} look="quiet" size="small" onClick={() => setChosen(other)}>
              {otherWords[other]}
            </Button>
          ))}
        </div>
      )}
    </Dialog>
  );
}

const waysOf = (me: Me): Way[] => [
  ...(me.hasPassword ? (['password'] as const) : []),
  ...(me.passkeyCount > 0 && passkeysWork() ? (['passkey'] as const) : []),
  ...(me.hasSecondFactor ? (['code'] as const) : []),
];

function ByPassword({ onProved }: { onProved: () => void }) {
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const proof = useSend(postProof, { onReply: onProved });
  const submit = () => {
    setTried(true);
    if (password !== '') proof.send({ body: { password } });
  };
  return (
    <Form onSubmit={submit} error={proof.error}>
      <PasswordField
        name="password"
        label="Your password"
        kind="current"
        maxLength={passwordLengthMax}
        value={password}
        error={tried && password === '' ? 'Write your password.' : undefined}
        refusal={proof.error}
        onChange={setPassword}
      />
      <Submit busy={proof.isPending} alone>
        Go on
      </Submit>
    </Form>
  );
}

function ByCode({ onProved }: { onProved: () => void }) {
  const [code, setCode] = useState('');
  const proof = useSend(postTotpProof, { onReply: onProved });
  const send = (complete: string) => proof.send({ body: { code: complete } });
  return (
    <Form onSubmit={() => send(code)} error={proof.error}>
      <CodeField value={code} refusal={proof.error} onChange={setCode} onComplete={send} />
      <Submit busy={proof.isPending} alone>
        Go on
      </Submit>
    </Form>
  );
}

function ByPasskey({ onProved }: { onProved: () => void }) {
  const [error, setError] = useState<Error | null>(null);
  const [isPending, setPending] = useState(false);
  const ask = async () => {
    setPending(true);
    setError(null);
    try {
      const { ticket, options } = await callWith(postPasskeyProofOptions, {});
      const response = await showPasskey<PasskeyAssertion>(options);
      await callWith(postPasskeyProof, { body: { ticket, response } });
      onProved();
    } catch (problem) {
      setError(problem as Error);
    } finally {
      setPending(false);
    }
  };
  return (
    <div className="flex flex-col gap-4">
      <Button
        look="primary"
        size="large"
        icon={Fingerprint}
        busy={isPending}
        onClick={() => void ask()}
        className="w-full"
      >
        Use a passkey
      </Button>
      {error && <FormProblem error={error} />}
    </div>
  );
}

/** Who has neither of these comes in through a provider only, and shows it there. */
function BySigningIn() {
  const signOut = useSignOut();
  return (
    <div className="flex flex-col gap-4">
      <p className="text-soft">You have no password or passkey here. Sign out, and sign in again as ever.</p>
      <Button size="large" onClick={signOut}>
        Sign out
      </Button>
    </div>
  );
}
