import MailOpen from 'lucide-react/icons/mail-open';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from '../../../web/kit/Button.tsx';
import { FormProblem } from '../../../web/kit/Form.tsx';
import { Door } from './Door.tsx';

const pauseSeconds = 30;

interface LookIntoMailProps {
  email: string;
  /** What the mail is for: "with a link that confirms your address". */
  children: ReactNode;
  again: { send: () => void; isPending: boolean; error: Error | null };
  onBack: () => void;
}

/** A mail is on its way, whoever asked: what happened is said there and not here. */
export function LookIntoMail({ email, children, again, onBack }: LookIntoMailProps) {
  const [sent, setSent] = useState(1);
  const wait = useCountdown(pauseSeconds, sent);
  const send = () => {
    again.send();
    setSent(sent + 1);
  };
  return (
    <Door
      title="Look into your mail"
      hint={
        <>
          We have written to <strong className="font-[550] break-all text-ink">{email}</strong> {children}
        </>
      }
      foot={
        <Button look="quiet" size="small" className="-ml-2.5" onClick={onBack}>
          Another address
        </Button>
      }
    >
      <p className="flex items-start gap-3 text-soft">
        <MailOpen size={20} strokeWidth={1.5} className="mt-0.5 shrink-0 text-faint" aria-hidden />
        <span>
          Nothing there after a minute? Look among the unwanted mail, and whether the address is right.
        </span>
      </p>
      <div className="mt-5 flex flex-col items-start gap-3">
        {wait > 0 ? (
          <p className="text-sm text-faint">You can have it sent again in {wait} seconds.</p>
        ) : (
          <Button busy={again.isPending} onClick={send}>
            Send it again
          </Button>
        )}
        {again.error && <FormProblem error={again.error} />}
      </div>
      <p role="status" className="sr-only">
        {sent > 1 && 'Sent again.'}
      </p>
    </Door>
  );
}

/** Seconds left, from the top again whenever `round` changes. */
function useCountdown(seconds: number, round: number): number {
  const [left, setLeft] = useState({ round, seconds });
  const now = left.round === round ? left.seconds : seconds;
  useEffect(() => {
    if (now === 0) return;
    const timer = setTimeout(() => setLeft({ round, seconds: now - 1 }), 1_000);
    return () => clearTimeout(timer);
  }, [now, round]);
  return now;
}
