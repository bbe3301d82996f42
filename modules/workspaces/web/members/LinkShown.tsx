import { Button } from '../../../../web/kit/Button.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { invitationDays } from '../../contract.ts';
import { Copyable } from '../Copyable.tsx';

/** It is kept nowhere: what is not copied now is made anew. */
export function LinkShown({ link, onClose }: { link: string; onClose: () => void }) {
  return (
    <Dialog
      open
      onClose={onClose}
      title="The link is ready"
      body={`It is shown this once, lets one person in, and is valid for ${invitationDays} days.`}
      wide
    >
      <Copyable label="Link" text={link} primary />
      <div className="mt-6 flex justify-end">
        <Button look="quiet" onClick={onClose}>
          Done
        </Button>
      </div>
    </Dialog>
  );
}
