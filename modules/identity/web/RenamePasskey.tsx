import { useState } from 'react';
import { Button } from '../../../web/kit/Button.tsx';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { TextField } from '../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../web/kit/Form.tsx';
import { editOne, useSend } from '../../../web/kit/send.ts';
import { getFactors, type Passkey, passkeyNameLengthMax, patchPasskey } from '../factors/contract.ts';

/** So that one knows later which device to look for. */
export default function RenamePasskey({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const [name, setName] = useState(passkey.name);
  const rename = useSend(patchPasskey, {
    changes: ({ body }) => [
      editOne(getFactors, [], (factors) => ({
        ...factors,
        passkeys: factors.passkeys.map((one) => (one.id === passkey.id ? { ...one, ...body } : one)),
      })),
    ],
    stale: [[getFactors.path]],
    onReply: onClose,
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Name the passkey"
      body="After the device it lives on: “Work laptop”."
    >
      <Form
        onSubmit={() => rename.send({ params: { passkeyId: passkey.id }, body: { name } })}
        error={rename.error}
      >
        <TextField
          name="name"
          label="Name"
          autoComplete="off"
          maxLength={passkeyNameLengthMax}
          value={name}
          onChange={setName}
        />
        <div className="mt-1 flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Leave it
          </Button>
          <Submit
            busy={rename.isPending}
            disabledReason={name.trim() === '' ? 'Give it a name first.' : undefined}
          >
            Save
          </Submit>
        </div>
      </Form>
    </Dialog>
  );
}
