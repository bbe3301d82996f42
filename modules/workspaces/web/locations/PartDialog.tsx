import type { ReactNode } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import {
  getLocation,
  type LocationChanges,
  type LocationDetails,
  listLocations,
  patchLocation,
} from '../../contract.ts';
import { refusalAt } from '../field-errors.ts';

/** What every form of a part is given. */
export interface PartFormProps {
  location: LocationDetails;
  onClose: () => void;
}

interface PartDialogProps extends PartFormProps {
  title: string;
  body?: string;
  /** The fields of the form, as the server names them. */
  names: readonly string[];
  /** What is sent; the rest of the location stays as it is. */
  changes: LocationChanges;
  /** Something was written that is not saved. */
  unsaved: boolean;
  /** Why it cannot be saved as it stands. */
  problem?: string | undefined;
  children: ReactNode;
}

/** One part of a location over its page: open until the server has taken it, so that no words are lost. */
export function PartDialog(props: PartDialogProps) {
  const { location, onClose, title, body, names, changes, unsaved, problem, children } = props;
  const workspaceId = useHere().workspace.id;
  const { send, isPending, error } = useSend(patchLocation, {
    stale: [[getLocation.path], [listLocations.path]],
    onReply: () => {
      toast({ title: `${location.name} is saved` });
      onClose();
    },
  });
  const reason = problem ?? (unsaved ? undefined : 'Nothing is changed yet.');
  return (
    <Dialog open onClose={onClose} title={title} body={body} wide>
      <Form
        error={refusalAt(error, names)}
        unsaved={unsaved}
        onSubmit={() => send({ params: { workspaceId, locationId: location.id }, body: changes })}
      >
        {children}
        <div className="mt-1 flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Submit busy={isPending} disabledReason={reason}>
            Save
          </Submit>
        </div>
      </Form>
    </Dialog>
  );
}
