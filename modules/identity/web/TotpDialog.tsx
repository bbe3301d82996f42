import { useState } from 'react';
import { Button } from '../../../web/kit/Button.tsx';
import { CodeField } from '../../../web/kit/CodeField.tsx';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { Form, Submit } from '../../../web/kit/Form.tsx';
import { useSend } from '../../../web/kit/send.ts';
import { getFactors, putTotp, type TotpSetup } from '../factors/contract.ts';
import { getMe } from '../sign-in/contract.ts';
import { CopyButton } from './CopyButton.tsx';

interface TotpDialogProps {
  setup: TotpSetup;
  onClose: () => void;
  onDone: (codes: readonly string[] | undefined) => void;
}

/** The picture for a phone, the key for whoever cannot read it, and a first code as the proof that it works. */
export default function TotpDialog({ setup, onClose, onDone }: TotpDialogProps) {
  const [code, setCode] = useState('');
  const confirm = useSend(putTotp, {
    stale: [[getFactors.path], [getMe.path]],
    onReply: ({ codes }) => onDone(codes ?? undefined),
  });
  const digits = code.replace(/\D/g, '');
  const send = (complete: string) => confirm.send({ body: { ticket: setup.ticket, code: complete } });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Set up your app"
      body="Open an authenticator app on your phone, add an account, and let it read this picture."
    >
      <div className="flex flex-col items-center gap-4">
        <img
          src={`data:image/svg+xml,${encodeURIComponent(setup.qrSvg)}`}
          alt="QR code with the key for the app"
          className="size-48 rounded-lg bg-[white] p-3"
        />
        <div className="w-full">
          <p className="text-sm text-faint">No camera? Write this key into the app:</p>
          <p className="mt-1 flex items-center gap-2">
            <code className="min-w-0 flex-1 font-mono text-sm break-all">{inGroups(setup.secret)}</code>
            <CopyButton text={setup.secret} label="Copy the key" />
          </p>
        </div>
      </div>
      <Form className="mt-6 flex flex-col gap-5" onSubmit={() => send(digits)} error={confirm.error}>
        <CodeField value={code} refusal={confirm.error} onChange={setCode} onComplete={send} />
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Submit
            busy={confirm.isPending}
            disabledReason={digits.length < 6 ? 'Write the six digits the app shows.' : undefined}
          >
            Turn on
          </Submit>
        </div>
      </Form>
    </Dialog>
  );
}

const inGroups = (secret: string) => secret.match(/.{1,4}/g)?.join(' ') ?? secret;
