import Fingerprint from 'lucide-react/icons/fingerprint-pattern';
import { Button } from '../../../web/kit/Button.tsx';
import { FormProblem } from '../../../web/kit/Form.tsx';
import type { Me } from '../sign-in/contract.ts';
import { usePasskeyEntry } from './passkey-entry.ts';

/** Fetched after the form stands: most people write a password, and nobody waits for this. */
export default function PasskeyEntry({ onEntered }: { onEntered: (me: Me) => void }) {
  const passkey = usePasskeyEntry(onEntered);
  return (
    <>
      <Button
        icon={Fingerprint}
        size="large"
        className="w-full"
        busy={passkey.isPending}
        onClick={passkey.ask}
      >
        Sign in with a passkey
      </Button>
      {passkey.error && <FormProblem error={passkey.error} />}
    </>
  );
}
