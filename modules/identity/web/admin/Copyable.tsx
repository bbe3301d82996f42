import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import { useState } from 'react';
import { IconButton } from '../../../../web/kit/Button.tsx';

/** A text to take along, whole, by one press. */
export function Copyable({ label, hint, text }: { label: string; hint?: string; text: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <div>
      <p className="mb-1 text-sm">
        <span className="font-[550]">{label}</span>
        {hint && <span className="ml-2 text-faint">{hint}</span>}
      </p>
      <div className="flex items-center gap-1 rounded-md border border-line bg-sunk py-0.5 pr-0.5 pl-3">
        <code className="min-w-0 flex-1 font-mono text-xs break-all select-all">{text}</code>
        <IconButton
          icon={copied ? Check : Copy}
          label={copied ? 'Copied' : `Copy the ${label.toLowerCase()}`}
          size="small"
          onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
        />
      </div>
    </div>
  );
}
