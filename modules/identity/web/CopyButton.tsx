import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import { useState } from 'react';
import { Button, IconButton } from '../../../web/kit/Button.tsx';

interface CopyButtonProps {
  text: string;
  label: string;
  /** With its words, where there is room. */
  worded?: boolean;
}

export function CopyButton({ text, label, worded = false }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  const icon = copied ? Check : Copy;
  const copy = () => void navigator.clipboard.writeText(text).then(() => setCopied(true));
  if (!worded)
    return <IconButton icon={icon} label={copied ? 'Copied' : label} size="small" onClick={copy} />;
  return (
    <Button icon={icon} onClick={copy}>
      {copied ? 'Copied' : label}
    </Button>
  );
}
