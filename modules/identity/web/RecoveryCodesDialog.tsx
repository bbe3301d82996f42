import Download from 'lucide-react/icons/download';
import Printer from 'lucide-react/icons/printer';
import { Button } from '../../../web/kit/Button.tsx';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { CopyButton } from './CopyButton.tsx';

/** Seen this once. Three ways to keep them, since everybody has another one they trust. */
export default function RecoveryCodesDialog({
  codes,
  onClose,
}: {
  codes: readonly string[];
  onClose: () => void;
}) {
  return (
    <Dialog
      open
      onClose={onClose}
      title="Keep these codes"
      body="Each signs you in once when your phone is not there. They are shown now and never again."
    >
      <Codes codes={codes} />
      <div className="mt-4 flex flex-wrap gap-2">
        <CopyButton text={codes.join('\n')} label="Copy" worded />
        <Button icon={Download} onClick={() => download(codes)}>
          Download
        </Button>
        <Button icon={Printer} onClick={() => print()}>
          Print
        </Button>
      </div>
      <div className="mt-6 flex justify-end">
        <Button look="primary" onClick={onClose}>
          I have kept them
        </Button>
      </div>
      <PrintedPage codes={codes} />
    </Dialog>
  );
}

function Codes({ codes }: { codes: readonly string[] }) {
  return (
    <ol aria-label="Recovery codes" className="grid grid-cols-2 gap-x-6 border-y border-line py-3 font-mono">
      {codes.map((code) => (
        <li key={code} className="py-1">
          {code}
        </li>
      ))}
    </ol>
  );
}

/** All that comes out of the printer. */
function PrintedPage({ codes }: { codes: readonly string[] }) {
  return (
    <div aria-hidden className="fixed inset-0 z-50 hidden bg-[white] p-12 text-[black] print:block">
      <p className="title mb-4 text-xl">Recovery codes of {location.host}</p>
      <ul className="font-mono leading-loose">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </div>
  );
}

function download(codes: readonly string[]): void {
  const file = new Blob([`Recovery codes of ${location.host}\n\n${codes.join('\n')}\n`], {
    type: 'text/plain',
  });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = 'stoa-recovery-codes.txt';
  link.click();
  URL.revokeObjectURL(link.href);
}
