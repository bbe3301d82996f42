import { useEffect, useState } from 'react';
import { Button } from '../../../web/kit/Button.tsx';
import { CodeField } from '../../../web/kit/CodeField.tsx';
import { TextField } from '../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../web/kit/Form.tsx';
import { useSend } from '../../../web/kit/send.ts';
import { postSecondFactor } from '../factors/contract.ts';
import { type Me, type SignedIn, secondFactorMinutes } from '../sign-in/contract.ts';
import { Door } from './Door.tsx';

type Step = Extract<SignedIn, { status: 'second_factor_needed' }>;

interface SecondFactorProps extends Pick<Step, 'ticket' | 'methods'> {
  onEntered: (me: Me) => void;
  /** To the beginning: the ticket lasts for some minutes only. */
  onBack: () => void;
}

/** The password was right; now what only they have. */
export default function SecondFactor({ ticket, methods, onEntered, onBack }: SecondFactorProps) {
  const [byRecovery, setByRecovery] = useState(false);
  const entry = useSend(postSecondFactor, { onReply: ({ me }) => onEntered(me) });
  const other = byRecovery ? 'totp' : 'recovery_code';
  const change = () => {
    entry.reset();
    setByRecovery(!byRecovery);
  };
  const Fields = byRecovery ? RecoveryForm : CodeForm;
  return (
    <Door
      tab="Sign in"
      title="One more step"
      hint={
        byRecovery
          ? 'Write one of the recovery codes you kept. Each opens once.'
          : 'Your password is right. Show that it is you with a code of your authenticator app.'
      }
      foot={
        <div className="flex flex-wrap gap-x-5 gap-y-2">
          {methods.includes(other) && (
            <Button look="quiet" size="small" className="-ml-2.5" onClick={change}>
              {byRecovery ? 'Use the authenticator app' : 'Use a recovery code'}
            </Button>
          )}
          <Button look="quiet" size="small" className="-ml-2.5" onClick={onBack}>
            Begin again
          </Button>
        </div>
      }
    >
      <Fields
        key={String(byRecovery)}
        error={entry.error}
        busy={entry.isPending}
        onSend={(proof) => entry.send({ body: { ticket, ...proof } })}
      />
      <p className="mt-4 text-sm text-faint">This step is open for {secondFactorMinutes} minutes.</p>
    </Door>
  );
}

interface FieldsProps {
  error: Error | null;
  busy: boolean;
  onSend: (proof: { code: string } | { recoveryCode: string }) => void;
}

function CodeForm({ error, busy, onSend }: FieldsProps) {
  const [code, setCode] = useState('');
  const [tried, setTried] = useState(false);
  const digits = code.replace(/\D/g, '');
  useFocusOn('code');
  const submit = () => {
    setTried(true);
    if (digits.length === 6) onSend({ code: digits });
  };
  return (
    <Form onSubmit={submit} error={error}>
      <CodeField
        value={code}
        refusal={error}
        error={tried && digits.length < 6 ? 'Write all six digits.' : undefined}
        onChange={setCode}
        onComplete={(complete) => onSend({ code: complete })}
      />
      <Submit busy={busy} alone>
        Sign in
      </Submit>
    </Form>
  );
}

function RecoveryForm({ error, busy, onSend }: FieldsProps) {
  const [recoveryCode, setRecoveryCode] = useState('');
  const [tried, setTried] = useState(false);
  useFocusOn('recoveryCode');
  const submit = () => {
    setTried(true);
    if (recoveryCode.trim() !== '') onSend({ recoveryCode });
  };
  return (
    <Form onSubmit={submit} error={error}>
      <TextField
        name="recoveryCode"
        label="Recovery code"
        hint="Twelve letters and digits, like k7mp-2xqa-9wvr."
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={recoveryCode}
        error={tried && recoveryCode.trim() === '' ? 'Write a recovery code.' : undefined}
        onChange={setRecoveryCode}
      />
      <Submit busy={busy} alone>
        Sign in
      </Submit>
    </Form>
  );
}

/** The step is new on the same page, so its field takes the focus from what is gone. */
function useFocusOn(name: string): void {
  useEffect(() => document.querySelector<HTMLElement>(`main [name="${name}"]`)?.focus(), [name]);
}
