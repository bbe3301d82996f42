import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import { useState } from 'react';
import { Button } from '../../../web/kit/Button.tsx';

interface CopyableProps {
  /** What it is: it names the box and the button. */
  label: string;
  text: string;
  /** The step one came for. */
  primary?: boolean;
}

/** A text to take along, whole, by one press. */
export function Copyable({ label, text, primary = false }: CopyableProps) {
  const [copied, setCopied] = useState(false);
  const copy = () => navigator.clipboard.writeText(text).then(() => setCopied(true));
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm font-[550]">{label}</p>
      <pre className="overflow-x-auto rounded-md border border-line bg-sunk px-3 py-2 font-mono text-sm break-all whitespace-pre-wrap select-all">
        {text}
      </pre>
      <div>
        <Button
          size="small"
          look={primary ? 'primary' : 'plain'}
          icon={copied ? Check : Copy}
          onClick={() => void copy()}
        >
          {copied ? 'Copied' : `Copy the ${label.toLowerCase()}`}
        </Button>
      </div>
    </div>
  );
}
