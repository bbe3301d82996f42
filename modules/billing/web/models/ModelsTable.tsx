import Archive from 'lucide-react/icons/archive';
import ArchiveRestore from 'lucide-react/icons/archive-restore';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Pencil from 'lucide-react/icons/pencil';
import { usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { IconButton } from '../../../../web/kit/Button.tsx';
import { Checkbox } from '../../../../web/kit/Choice.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Menu } from '../../../../web/kit/Menu.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { sendNow, useSend } from '../../../../web/kit/send.ts';
import { Empty } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { useFilters } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import {
  type AiModel,
  type AiSettings,
  aiModelKinds,
  deleteAiModelRetirement,
  listAiModels,
  putAiModelRetirement,
} from '../../contract.ts';
import { abilitiesOf, classLabels, contextWords, kindLabels } from '../words.ts';
import type { Edited } from './ModelsPage.tsx';

interface Props {
  settings: AiSettings;
  whyNot: string | undefined;
  onEdit: (edited: Edited) => void;
}

export function ModelsTable({ settings, whyNot, onEdit }: Props) {
  const { filters, change } = useFilters(['kind', 'retired']);
  const kind = aiModelKinds.find((one) => one === filters.kind);
  const pages = usePages(listAiModels, {
    params: { workspaceId: useHere().workspace.id },
    query: { retired: filters.retired === 'with' ? 'with' : 'without', ...(kind && { kind }) },
  });
  const deeds = useDeeds();
  return (
    <Section
      title="On offer"
      hint="The cheapest first. Prices are of a million tokens; a token is about four letters."
    >
      <search aria-label="Models" className="mb-4 flex flex-wrap items-end gap-x-6 gap-y-3">
        <Select
          name="kind"
          label="Kind"
          placeholder="Every kind"
          className="w-52"
          options={[
            { value: '', label: 'Every kind' },
            ...aiModelKinds.map((value) => ({ value, label: kindLabels[value] })),
          ]}
          value={filters.kind}
          onChange={(value) => change('kind', value)}
        />
        <Checkbox
          name="retired"
          label="With those put away"
          className="pb-1.5"
          value={filters.retired === 'with'}
          onChange={(isWith) => change('retired', isWith ? 'with' : '')}
        />
      </search>
      <Table
        label="Models"
        columns={columnsOf(settings, whyNot, onEdit, deeds)}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        empty={
          <Empty title="No model here">
            Read the list again above, or add one by hand with what it costs and can do.
          </Empty>
        }
      />
    </Section>
  );
}

const columnsOf = (
  { used }: AiSettings,
  whyNot: string | undefined,
  onEdit: Props['onEdit'],
  deeds: ReturnType<typeof useDeeds>,
): Column<AiModel>[] => [
  {
    title: 'Model',
    width: 'minmax(0,1.3fr)',
    onPhone: 'title',
    cell: (model) => <NameCell model={model} isUsed={isUsed(used, model)} />,
  },
  { title: 'Kind', width: 'minmax(0,1fr)', onPhone: 'line', cell: kindWords },
  {
    title: 'In',
    width: '4rem',
    align: 'end',
    onPhone: 'hidden',
    cell: ({ inputMicro }) => dollars(inputMicro),
  },
  {
    title: 'Out',
    width: '4.5rem',
    align: 'end',
    onPhone: 'hidden',
    cell: ({ kind, outputMicro }) => (kind === 'embedding' ? '–' : dollars(outputMicro)),
  },
  {
    title: 'Context',
    width: '4rem',
    align: 'end',
    onPhone: 'hidden',
    cell: ({ contextTokensMax }) => contextWords(contextTokensMax),
  },
  {
    title: 'What can be done',
    untitled: true,
    width: '2.5rem',
    align: 'end',
    onPhone: 'corner',
    cell: (model) => (
      <Menu
        trigger={<IconButton icon={Ellipsis} label={`What can be done with ${model.name}`} />}
        items={[
          ...(model.isOwn
            ? [{ label: 'Change', icon: Pencil, disabledReason: whyNot, onSelect: () => onEdit({ model }) }]
            : []),
          model.retiredAt
            ? {
                ...{ label: 'Bring back', icon: ArchiveRestore, disabledReason: whyNot },
                onSelect: () => deeds.offer(model),
              }
            : {
                ...{ label: 'Put away', icon: Archive },
                disabledReason:
                  whyNot ?? (isUsed(used, model) ? 'It is asked now. Choose another one first.' : undefined),
                onSelect: () => deeds.retire(model),
              },
        ]}
      />
    ),
  },
];

const isUsed = (used: AiSettings['used'], { model }: AiModel) =>
  used !== null && [used.chatModel, used.embeddingModel].includes(model);

const kindWords = (model: AiModel) => (
  <span className="flex flex-col">
    <span>{model.kind === 'chat' ? classLabels[model.class] : kindLabels[model.kind]}</span>
    <span className="text-sm text-faint">
      {model.dimensions
        ? `${model.dimensions.toLocaleString('en')} numbers a text`
        : abilitiesOf(model).join(', ')}
    </span>
  </span>
);

const NameCell = ({ model, isUsed: used }: { model: AiModel; isUsed: boolean }) => (
  <span className="flex min-w-0 flex-col">
    <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
      <span className="truncate">{model.name}</span>
      {used && <Badge tone="accent">Asked now</Badge>}
      {model.isOwn && <Badge>By hand</Badge>}
      {model.retiredAt && <Badge>Put away</Badge>}
    </span>
    {model.model !== model.name && (
      <span className="font-mono text-xs break-words whitespace-normal text-faint">{model.model}</span>
    )}
    <span className="text-sm text-faint sm:hidden">
      {dollars(model.inputMicro)} in
      {model.kind !== 'embedding' && `, ${dollars(model.outputMicro)} out`}
    </span>
  </span>
);

/** Both can be undone, so neither asks first. */
function useDeeds() {
  const { workspaceId } = { workspaceId: useHere().workspace.id };
  const stale = [[listAiModels.path]];
  const paramsOf = ({ id }: AiModel) => ({ params: { workspaceId, modelId: id } });
  const offering = { stale, failureTitle: 'It could not be brought back' };
  const { send: retire } = useSend(putAiModelRetirement, {
    stale,
    failureTitle: 'It could not be put away',
    onReply: (model) =>
      toast({
        title: `${model.name} is put away`,
        undo: () => void sendNow(deleteAiModelRetirement, paramsOf(model), offering),
      }),
  });
  const { send: offer } = useSend(deleteAiModelRetirement, {
    ...offering,
    onReply: ({ name }) => toast({ title: `${name} is on offer again` }),
  });
  return {
    retire: (model: AiModel) => retire(paramsOf(model)),
    offer: (model: AiModel) => offer(paramsOf(model)),
  };
}
