import Archive from 'lucide-react/icons/archive';
import ArchiveRestore from 'lucide-react/icons/archive-restore';
import Pencil from 'lucide-react/icons/pencil';
import type { ReactNode } from 'react';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { IconButton } from '../../../../web/kit/Button.tsx';

interface Props {
  name: string;
  isRetired: boolean;
  /** Why it cannot be put away. */
  whyNot?: string | undefined;
  badges?: ReactNode;
  /** Under the name. */
  hint: ReactNode;
  price: ReactNode;
  onEdit: () => void;
  onRetire: () => void;
}

/** Something on offer: what it is, what it costs, and what can be done with it. */
export const OfferRow = ({ name, isRetired, whyNot, badges, hint, price, onEdit, onRetire }: Props) => (
  <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-line py-3 last:border-0">
    <div className="min-w-0 flex-1 basis-72 max-sm:basis-full">
      <h3 className="flex flex-wrap items-baseline gap-x-2">
        <span className={isRetired ? 'text-soft' : undefined}>{name}</span>
        {badges}
        {isRetired && <Badge>Offered to nobody</Badge>}
      </h3>
      <div className="text-sm text-faint">{hint}</div>
    </div>
    <div className="sm:text-right">{price}</div>
    <div className="ml-auto flex gap-1">
      <IconButton icon={Pencil} label={`Change ${name}`} onClick={onEdit} />
      <IconButton
        icon={isRetired ? ArchiveRestore : Archive}
        label={isRetired ? `Offer ${name} again` : `Put ${name} away`}
        disabledReason={whyNot}
        onClick={onRetire}
      />
    </div>
  </li>
);
