import { useState } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';
import { AlertDialog, Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type ApiKey, deleteKey, keyNameLengthMax, listKeys, patchKey } from '../../contract.ts';

interface KeyDialogProps {
  apiKey: ApiKey;
  onClose: () => void;
}

export function RenameKeyDialog({ apiKey, onClose }: KeyDialogProps) {
  const workspaceId = useHere().workspace.id;
  const [name, setName] = useState(apiKey.name);
  const { send, isPending, error } = useSend(patchKey, { stale: [[listKeys.path]], onReply: onClose });
  return (
    <Dialog open onClose={onClose} title="Give the key another name">
      <Form
        error={error}
        unsaved={name !== apiKey.name}
        onSubmit={() => send({ params: { workspaceId, keyId: apiKey.id }, body: { name } })}
      >
        <TextField
          name="name"
          label="Name"
          maxLength={keyNameLengthMax}
          autoComplete="off"
          value={name}
          onChange={setName}
        />
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Submit busy={isPending} disabledReason={name.trim() === '' ? 'Write a name first.' : undefined}>
            Save
          </Submit>
        </div>
      </Form>
    </Dialog>
  );
}

/** It opens nothing from the next request on, and no way leads back. */
export function RevokeKeyDialog({ apiKey, onClose }: KeyDialogProps) {
  const workspaceId = useHere().workspace.id;
  const { send, isPending } = useSend(deleteKey, {
    stale: [[listKeys.path]],
    failureTitle: `${apiKey.name} still works`,
    onReply: () => {
      toast({ title: `${apiKey.name} is revoked` });
      onClose();
    },
  });
  return (
    <AlertDialog
      open
      title={`Revoke ${apiKey.name}?`}
      body="Whatever uses this key is refused from now on. It cannot be brought back; make another one instead."
      confirm="Revoke"
      busy={isPending}
      onConfirm={() => send({ params: { workspaceId, keyId: apiKey.id } })}
      onCancel={onClose}
    />
  );
}
