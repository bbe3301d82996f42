import Check from 'lucide-react/icons/check';
import { type ReactNode, useId } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { MailAddress } from '../../texts/contract.ts';
import { missing } from '../admin/field-errors.ts';

/** A numbered part of a form that is one page. */
export function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="grid gap-x-6 border-t border-line pt-5 pb-3 sm:grid-cols-[2rem_1fr]"
    >
      <span aria-hidden className="title text-xl text-faint max-sm:hidden">
        {number}
      </span>
      <div>
        <h2 id={id} className="title mb-4 text-xl">
          {title}
        </h2>
        <div className="flex flex-col gap-5">{children}</div>
      </div>
    </section>
  );
}

/** What happens next, so that nobody has to ask. */
export function Next({
  title = 'What happens next',
  steps,
}: {
  title?: string;
  steps: readonly ReactNode[];
}) {
  return (
    <section className="mt-8 border-t border-line pt-5">
      <h2 className="title mb-3 text-lg">{title}</h2>
      <ol className="flex flex-col gap-2 text-soft">
        {steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they never change places.
          <li key={index} className="grid grid-cols-[1.5rem_1fr]">
            <span aria-hidden className="text-faint">
              {index + 1}
            </span>
            <span>{step}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** It has arrived. Where the answer goes is said, because a wrong address is found here or never. */
export function Sent({ to, children, onAgain, again }: SentProps) {
  return (
    <div className="flex gap-4">
      <span className="mt-0.5 flex size-7 shrink-0 items-center justify-center rounded-full bg-good-wash text-good">
        <Check size={16} aria-hidden />
      </span>
      <div className="flex min-w-0 flex-col items-start gap-4">
        <p className="break-words">
          The answer goes to <strong className="font-[550]">{to}</strong>. {children}
        </p>
        <Button look="quiet" className="-ml-3.5" onClick={onAgain}>
          {again}
        </Button>
      </div>
    </div>
  );
}
interface SentProps {
  to: string;
  children: ReactNode;
  again: string;
  onAgain: () => void;
}

interface WhoProps {
  name: string;
  email: string;
  change: (part: { name?: string; email?: string }) => void;
  nameIsOptional?: boolean;
}

export function WhoFields({ name, email, change, nameIsOptional = false }: WhoProps) {
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <TextField
        name="name"
        label="Your name"
        optional={nameIsOptional}
        autoComplete="name"
        maxLength={120}
        value={name}
        onChange={(next) => change({ name: next })}
      />
      <TextField
        name="email"
        label="E-mail address"
        type="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={320}
        value={email}
        onChange={(next) => change({ email: next })}
      />
    </div>
  );
}

/** Before anything is sent: a mail that comes back is an application nobody hears of again. */
export const missingOfWho = (who: { name: string; email: string }, nameIsOptional = false) =>
  missing({
    name: !nameIsOptional && who.name.trim() === '' ? 'Write your name.' : undefined,
    email: MailAddress.safeParse(who.email).success ? undefined : 'Write an address like name@example.com.',
  });

/** Nobody sees this field, so whoever fills it in is a program. */
export function Trap({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <div aria-hidden className="absolute -left-[100vw] h-px w-px overflow-hidden">
      <label>
        Leave this empty
        <input
          type="text"
          name="website_url"
          tabIndex={-1}
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
    </div>
  );
}
