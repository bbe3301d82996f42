/** The browser's side of passkeys: options in, JSON out, and words for what may go wrong on the way. */

type CreationOptions = Parameters<typeof PublicKeyCredential.parseCreationOptionsFromJSON>[0];
type RequestOptions = Parameters<typeof PublicKeyCredential.parseRequestOptionsFromJSON>[0];

/** A browser keeps passkeys for names and for localhost, not for a bare address such as 127.0.0.1. */
const isNamed = (): boolean => !/^[\d.]+$|^\[/.test(location.hostname);

/** Whether it is worth offering one at all. */
export const passkeysWork = (): boolean =>
  isNamed() && 'PublicKeyCredential' in window && 'parseCreationOptionsFromJSON' in PublicKeyCredential;

/** Whether the browser can suggest one in a field, before anybody asks. */
export const passkeysAreSuggested = async (): Promise<boolean> =>
  passkeysWork() && (await PublicKeyCredential.isConditionalMediationAvailable?.()) === true;

export async function makePasskey<R>(options: unknown): Promise<R> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as CreationOptions);
  return spoken(() => navigator.credentials.create({ publicKey }));
}

interface Asking {
  /** In the list a field offers, instead of a dialog. */
  readonly asSuggestion?: boolean;
  readonly signal?: AbortSignal;
}

export async function showPasskey<R>(
  options: unknown,
  { asSuggestion = false, signal }: Asking = {},
): Promise<R> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as RequestOptions);
  return spoken(() =>
    navigator.credentials.get({
      publicKey,
      ...(asSuggestion && { mediation: 'conditional' }),
      ...(signal && { signal }),
    }),
  );
}

/** Closing the browser's own dialog is a decision, not a failure. */
export class PasskeyGivenUp extends Error {
  constructor(cause: unknown) {
    super('No passkey was used. Try again, or go another way.', { cause });
    this.name = 'PasskeyGivenUp';
  }
}

async function spoken<R>(ask: () => Promise<Credential | null>): Promise<R> {
  try {
    return ((await ask()) as PublicKeyCredential).toJSON() as R;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    if (error.name === 'InvalidStateError')
      throw new Error('This device has a passkey for you already.', { cause: error });
    if (error.name === 'NotAllowedError' || error.name === 'AbortError') throw new PasskeyGivenUp(error);
    throw new Error(`The browser could not use a passkey here (${error.name}).`, { cause: error });
  }
}
