import { lazy, Suspense, useState } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { deletionGraceDays } from '../../contract.ts';
import { useWhyNotMay } from '../rights.ts';

const TransferDialog = lazy(() => import('./TransferDialog.tsx'));
const DeleteDialog = lazy(() => import('./DeleteDialog.tsx'));

/** What changes whose it is, and whether it is. */
export function DangerZone() {
  const { workspace } = useHere();
  const [open, setOpen] = useState<'transfer' | 'delete'>();
  const whyNotTransfer = useWhyNotMay('workspaces.transfer', 'hand it over');
  const whyNotDelete = useWhyNotMay('workspaces.delete', 'delete it');
  const personal =
    workspace.kind === 'personal' ? 'This is your own workspace: it goes when your account goes.' : undefined;
  const close = () => setOpen(undefined);
  return (
    <Section title="Whose it is">
      <Step
        title="Hand it over"
        body="Another member becomes the owner in your place, and you an admin."
        verb="Hand over"
        whyNot={personal ?? whyNotTransfer}
        onClick={() => setOpen('transfer')}
      />
      <Step
        title="Delete it"
        body={`Nobody can open it any more. You can bring it back for ${deletionGraceDays} days; then it is gone for good.`}
        verb="Delete workspace"
        whyNot={personal ?? whyNotDelete}
        onClick={() => setOpen('delete')}
      />
      <Suspense>
        {open === 'transfer' && <TransferDialog onClose={close} />}
        {open === 'delete' && <DeleteDialog onClose={close} />}
      </Suspense>
    </Section>
  );
}

interface StepProps {
  title: string;
  body: string;
  verb: string;
  whyNot: string | undefined;
  onClick: () => void;
}

function Step({ title, body, verb, whyNot, onClick }: StepProps) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-8 gap-y-3 border-b border-line py-4 last:border-0">
      <div className="min-w-0 max-w-prose">
        <h3 className="font-[550]">{title}</h3>
        <p className="text-soft">{whyNot ?? body}</p>
      </div>
      <Button onClick={onClick} disabledReason={whyNot} reasonShown={false}>
        {verb}
      </Button>
    </div>
  );
}
