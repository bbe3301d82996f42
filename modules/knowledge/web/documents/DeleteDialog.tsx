import { useState } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';
import { Checkbox } from '../../../../web/kit/Choice.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { keptDeletedDays, type WholeDocument } from '../../contract.ts';

interface DeleteDialogProps {
  document: WholeDocument;
  onClose: () => void;
  onDelete: (forever: boolean) => void;
}

/** Nothing brings it back from here on, so it is asked first. */
export default function DeleteDialog({ document, onClose, onDelete }: DeleteDialogProps) {
  const [forever, setForever] = useState(false);
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete ${document.title}?`}
      body={`From now on no answer stands on it. All of it is gone after ${keptDeletedDays} days.`}
    >
      <Form onSubmit={() => onDelete(forever)}>
        <Checkbox
          name="forever"
          label="Erase all of it now"
          hint="Its text and its file are gone in the next minutes, for everybody."
          value={forever}
          onChange={setForever}
        />
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" look="danger">
            {forever ? 'Erase document' : 'Delete document'}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
