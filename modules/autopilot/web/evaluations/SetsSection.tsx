import Pencil from 'lucide-react/icons/pencil';
import Play from 'lucide-react/icons/play';
import Trash from 'lucide-react/icons/trash-2';
import type { ReactNode } from 'react';
import type { Pages } from '../../../../web/kit/api.ts';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { useLocationNames } from '../../../../web/shared.ts';
import type { EvaluationSet } from '../../evaluating/contract.ts';
import { count } from '../words.ts';

interface Props {
  pages: Pages<EvaluationSet>;
  whyNot: string | undefined;
  whyNotRun: string | undefined;
  onRun: (set: EvaluationSet) => void;
  onChange: (set: EvaluationSet) => void;
  onRemove: (set: EvaluationSet) => void;
  empty: ReactNode;
}

export function SetsSection(props: Props) {
  const { nameOf } = useLocationNames();
  return (
    <Section title="Sets of questions">
      <Table
        label="Sets of questions"
        columns={columnsOf(props, nameOf)}
        pages={props.pages}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        onOpen={props.whyNot ? undefined : props.onChange}
        empty={props.empty}
      />
    </Section>
  );
}

const columnsOf = (
  { whyNot, whyNotRun, onRun, onChange, onRemove }: Props,
  nameOf: (locationId: string) => string,
): Column<EvaluationSet>[] => [
  {
    title: 'Name',
    width: 'minmax(0,1.6fr)',
    onPhone: 'title',
    cell: ({ name, description, locationId }) => (
      <span className="flex min-w-0 flex-col">
        <span className="truncate">{name}</span>
        {(locationId || description) && (
          <span className="truncate text-sm text-faint">
            {[locationId && `As at ${nameOf(locationId)}`, description].filter(Boolean).join(' · ')}
          </span>
        )}
      </span>
    ),
  },
  {
    title: 'Questions',
    width: '8rem',
    onPhone: 'line',
    cell: ({ questionsCount }) => count(questionsCount, 'question'),
  },
  { title: 'Changed', width: '8rem', onPhone: 'hidden', cell: ({ updatedAt }) => <Time at={updatedAt} /> },
  {
    title: 'What can be done',
    untitled: true,
    width: '11rem',
    align: 'end',
    onPhone: 'corner',
    cell: (set) => (
      <span className="flex items-center justify-end gap-1">
        <Button
          size="small"
          icon={Play}
          onClick={() => onRun(set)}
          disabledReason={whyNotRun}
          reasonShown={false}
          aria-label={`Ask ${set.name}`}
        >
          Ask
        </Button>
        <IconButton
          icon={Pencil}
          label={`Change ${set.name}`}
          disabledReason={whyNot}
          onClick={() => onChange(set)}
        />
        <IconButton
          icon={Trash}
          label={`Remove ${set.name}`}
          disabledReason={whyNot}
          onClick={() => onRemove(set)}
        />
      </span>
    ),
  },
];
