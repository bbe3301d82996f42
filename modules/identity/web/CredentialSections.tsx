import { lazy, Suspense, useState } from 'react';
import { Badge } from '../../../web/kit/Badge.tsx';
import { Button } from '../../../web/kit/Button.tsx';
import { Section } from '../../../web/kit/Section.tsx';
import type { Me } from '../sign-in/contract.ts';

const EmailDialog = lazy(() => import('./EmailDialog.tsx'));
const PasswordDialog = lazy(() => import('./PasswordDialog.tsx'));

export function AddressSection({ me }: { me: Me }) {
  const [isChanging, setChanging] = useState(false);
  return (
    <Section
      title="E-mail address"
      hint="You sign in with it, and it is where we write to."
      actions={<Button onClick={() => setChanging(true)}>Change address</Button>}
    >
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="break-all">{me.email}</span>
        {me.emailConfirmedAt ? (
          <Badge tone="good">Confirmed</Badge>
        ) : (
          <Badge tone="warn">Not confirmed yet</Badge>
        )}
      </p>
      <Suspense>{isChanging && <EmailDialog onClose={() => setChanging(false)} />}</Suspense>
    </Section>
  );
}

export function PasswordSection({ me: { hasPassword } }: { me: Me }) {
  const [isChanging, setChanging] = useState(false);
  const label = hasPassword ? 'Change password' : 'Set a password';
  return (
    <Section
      title="Password"
      hint={
        hasPassword
          ? 'Changing it signs you out everywhere but here.'
          : 'You have none: you come in with a passkey or through a provider.'
      }
      actions={<Button onClick={() => setChanging(true)}>{label}</Button>}
    >
      <Suspense>
        {isChanging && <PasswordDialog hasPassword={hasPassword} onClose={() => setChanging(false)} />}
      </Suspense>
    </Section>
  );
}
