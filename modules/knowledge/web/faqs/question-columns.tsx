import Archive from 'lucide-react/icons/archive';
import ArchiveRestore from 'lucide-react/icons/archive-restore';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Pencil from 'lucide-react/icons/pencil';
import Trash from 'lucide-react/icons/trash-2';
import type { WorkspaceId } from '../../../../kit/ids.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { IconButton } from '../../../../web/kit/Button.tsx';
import { Menu } from '../../../../web/kit/Menu.tsx';
import type { Column } from '../../../../web/kit/Table.tsx';
import type { Faq } from '../../contract.ts';
import { whyNotOf } from '../rights.ts';
import { count, languageLabel } from '../words.ts';
import { removeFaq, setRetired } from './deeds.ts';

export const questionColumns = (
  workspaceId: WorkspaceId,
  whyNot: string | undefined,
  edit: (faq: Faq) => void,
): Column<Faq>[] => [
  {
    title: 'Question',
    width: 'minmax(0,1.4fr)',
    cell: ({ questions, retiredAt }) => (
      <span className="block min-w-0">
        <span className="flex items-center gap-2">
          <span className="truncate">{questions[0]}</span>
          {retiredAt && <Badge>Retired</Badge>}
        </span>
        {questions.length > 1 && (
          <span className="block truncate text-sm text-faint">
            and {count(questions.length - 1, 'other way', 'other ways')} to ask it
          </span>
        )}
      </span>
    ),
    onPhone: 'title',
  },
  {
    title: 'Answer',
    width: 'minmax(0,2fr)',
    cell: ({ answer }) => <span className="block truncate text-soft">{answer}</span>,
    onPhone: 'line',
  },
  {
    title: 'Language',
    width: '7rem',
    cell: ({ language }) => <span className="block truncate text-soft">{languageLabel(language)}</span>,
    onPhone: 'hidden',
  },
  {
    title: 'What can be done',
    untitled: true,
    width: '3rem',
    align: 'end',
    cell: (faq) => <RowMenu faq={faq} workspaceId={workspaceId} whyNot={whyNotOf(whyNot, faq)} edit={edit} />,
    onPhone: 'corner',
  },
];

interface RowMenuProps {
  faq: Faq;
  workspaceId: WorkspaceId;
  whyNot: string | undefined;
  edit: (faq: Faq) => void;
}

function RowMenu({ faq, workspaceId, whyNot: disabledReason, edit }: RowMenuProps) {
  const isRetired = faq.retiredAt !== null;
  return (
    <Menu
      trigger={<IconButton icon={Ellipsis} label={`What can be done with ${faq.questions[0]}`} />}
      items={[
        { label: 'Change', icon: Pencil, disabledReason, onSelect: () => edit(faq) },
        {
          ...{
            label: isRetired ? 'Bring back' : 'Retire',
            icon: isRetired ? ArchiveRestore : Archive,
            disabledReason,
          },
          onSelect: () => void setRetired(workspaceId, faq, !isRetired),
        },
        {
          ...{ label: 'Delete', icon: Trash, danger: true, apart: true, disabledReason },
          onSelect: () => void removeFaq(workspaceId, faq),
        },
      ]}
    />
  );
}
