import { lazy, Suspense, useState } from 'react';
import { Badge } from '../../../web/kit/Badge.tsx';
import { Button } from '../../../web/kit/Button.tsx';
import { AlertDialog } from '../../../web/kit/Dialog.tsx';
import { Section } from '../../../web/kit/Section.tsx';
import { useSend } from '../../../web/kit/send.ts';
import { Time } from '../../../web/kit/time.tsx';
import { toast } from '../../../web/kit/toast.ts';
import {
  deleteTotp,
  type Factors,
  getFactors,
  postRecoveryCodes,
  postTotp,
  type TotpSetup,
} from '../factors/contract.ts';
import { getMe } from '../sign-in/contract.ts';

const TotpDialog = lazy(() => import('./TotpDialog.tsx'));
const RecoveryCodesDialog = lazy(() => import('./RecoveryCodesDialog.tsx'));
const stale = [[getFactors.path], [getMe.path]];
const fewCodes = 3;

/** A code beside the password, and the codes on paper for when the phone is lost. */
export function TotpSection({ factors: { totpSince, recoveryCodesLeft } }: { factors: Factors }) {
  const [setup, setSetup] = useState<TotpSetup>();
  const [codes, setCodes] = useState<readonly string[]>();
  return (
    <Section
      title="Authenticator app"
      hint="After the password you write a code that an app on your phone shows."
      actions={totpSince ? <Remove /> : <SetUp onBegun={setSetup} />}
    >
      {totpSince && (
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
          <p className="flex flex-wrap items-center gap-x-3">
            <Badge tone="good">On</Badge>
            <span>
              since <Time at={totpSince} as="day" />
            </span>
          </p>
          <p className="flex flex-wrap items-center gap-x-3">
            {recoveryCodesLeft <= fewCodes && <Badge tone="warn">Few left</Badge>}
            {recoveryCodesLeft === 1 ? '1 recovery code left' : `${recoveryCodesLeft} recovery codes left`}
          </p>
          <Renew onMade={setCodes} />
        </div>
      )}
      <Suspense>
        {setup && (
          <TotpDialog
            setup={setup}
            onClose={() => setSetup(undefined)}
            onDone={(made) => {
              setSetup(undefined);
              setCodes(made);
            }}
          />
        )}
        {codes && <RecoveryCodesDialog codes={codes} onClose={() => setCodes(undefined)} />}
      </Suspense>
    </Section>
  );
}

function SetUp({ onBegun }: { onBegun: (setup: TotpSetup) => void }) {
  const begin = useSend(postTotp, { failureTitle: 'This was not begun', onReply: onBegun });
  return (
    <Button look="primary" busy={begin.isPending} onClick={() => begin.send({})}>
      Set up app
    </Button>
  );
}

function Renew({ onMade }: { onMade: (codes: readonly string[] | undefined) => void }) {
  const [isAsked, setAsked] = useState(false);
  const renew = useSend(postRecoveryCodes, {
    stale,
    failureTitle: 'The codes stay as they are',
    onReply: ({ codes }) => onMade(codes ?? undefined),
  });
  const confirmed = () => {
    // Gone before it is sent: what asks for a proof then stands alone.
    setAsked(false);
    renew.send({});
  };
  return (
    <>
      <Button size="small" busy={renew.isPending} onClick={() => setAsked(true)}>
        Make new codes
      </Button>
      <AlertDialog
        open={isAsked}
        title="Make new recovery codes?"
        body="The codes you have open nothing any more, on paper or wherever you kept them."
        confirm="Make new codes"
        onConfirm={confirmed}
        onCancel={() => setAsked(false)}
      />
    </>
  );
}

function Remove() {
  const [isAsked, setAsked] = useState(false);
  const remove = useSend(deleteTotp, {
    stale,
    failureTitle: 'The app is still asked for',
    onReply: () => toast({ title: 'The authenticator app is removed' }),
  });
  const confirmed = () => {
    setAsked(false);
    remove.send({});
  };
  return (
    <>
      <Button look="quiet" busy={remove.isPending} onClick={() => setAsked(true)}>
        Remove app
      </Button>
      <AlertDialog
        open={isAsked}
        title="Remove the app?"
        body="Your password alone will be enough to sign in, and the recovery codes open nothing any more."
        confirm="Remove app"
        onConfirm={confirmed}
        onCancel={() => setAsked(false)}
      />
    </>
  );
}
