import Plus from 'lucide-react/icons/plus';
import Search from 'lucide-react/icons/search';
import { lazy, Suspense, useRef, useState } from 'react';
import { type LoaderFunctionArgs, useSearchParams } from 'react-router';
import { useActions } from '../../../../web/kit/actions.ts';
import { pagesOf, queryClient, usePages } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { Empty, ReadOnlyNote } from '../../../../web/kit/states.tsx';
import { Table } from '../../../../web/kit/Table.tsx';
import { useFilters } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type Faq, listFaqs } from '../../contract.ts';
import { useWhyNotManage } from '../rights.ts';
import { questionColumns } from './question-columns.tsx';

const FaqDialog = lazy(() => import('./FaqDialog.tsx'));

/** Begun, not waited for: the page stands at once, and its table says that it is loading. */
export function loader({ params }: LoaderFunctionArgs) {
  const ask = listFaqs.params.parse({ workspaceId: params.workspaceId });
  void queryClient.prefetchInfiniteQuery(pagesOf(listFaqs, { params: ask, query: {} }));
  return null;
}

const filterNames = ['q', 'show'] as const;
type Sifting = ReturnType<typeof useFilters<(typeof filterNames)[number]>>;

export default function QuestionsPage() {
  const workspaceId = useHere().workspace.id;
  const sifting = useFilters(filterNames);
  const { q, show } = sifting.filters;
  const pages = usePages(listFaqs, {
    params: { workspaceId },
    query: {
      ...(q.trim() && { q: q.trim() }),
      ...((show === 'used' || show === 'retired') && { retired: show === 'retired' }),
    },
  });
  const whyNot = useWhyNotManage('change answers');
  const asking = useAsking();
  const [edited, setEdited] = useState<Faq | 'new' | undefined>(asking.words && !whyNot ? 'new' : undefined);
  const add = () => setEdited('new');
  const close = () => {
    setEdited(undefined);
    asking.forget();
  };
  return (
    <Page
      title="Questions"
      hint="One answer for a question, in however many ways it is asked. Asked in just these words, it is answered by it first."
      actions={
        <Button look="primary" icon={Plus} onClick={add} disabledReason={whyNot} reasonShown={false}>
          Add question
        </Button>
      }
    >
      {whyNot && <ReadOnlyNote>{whyNot}</ReadOnlyNote>}
      <Finding sifting={sifting} onAdd={whyNot ? undefined : add} />
      <Table
        label="Questions"
        columns={questionColumns(workspaceId, whyNot, setEdited)}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ questions }) => questions[0] ?? 'A question'}
        onOpen={setEdited}
        empty={
          sifting.any ? <NoneLikeThat onClear={sifting.clear} /> : <None onAdd={whyNot ? undefined : add} />
        }
      />
      <Suspense>
        {edited && (
          <FaqDialog faq={edited === 'new' ? undefined : edited} asking={asking.words} onClose={close} />
        )}
      </Suspense>
    </Page>
  );
}

/** What somebody came to answer, from where it was asked: `?ask=Do you repair?`. */
function useAsking() {
  const [search, setSearch] = useSearchParams();
  const forget = () =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        next.delete('ask');
        return next;
      },
      { replace: true },
    );
  return { words: search.get('ask')?.trim() ?? '', forget };
}

interface FindingProps {
  sifting: Sifting;
  onAdd: (() => void) | undefined;
}

const choices = [
  { value: '', label: 'All' },
  { value: 'used', label: 'Answered with' },
  { value: 'retired', label: 'Retired' },
];

function Finding({ sifting: { filters, change }, onAdd }: FindingProps) {
  const field = useRef<HTMLInputElement>(null);
  const group = 'Questions';
  const adding = { id: 'questions.add', title: 'Add a question', group, keys: 'c', icon: Plus };
  useActions([
    ...(onAdd ? [{ ...adding, keywords: ['FAQ', 'new'], run: onAdd }] : []),
    {
      ...{ id: 'questions.find', title: 'Find a question', group, keys: '/', icon: Search },
      run: () => field.current?.focus(),
    },
  ]);
  return (
    <search aria-label="Questions" className="mb-4 grid grid-cols-[minmax(0,1fr)_10rem] gap-3 sm:max-w-2xl">
      <TextField
        ref={field}
        name="q"
        label="Find"
        type="search"
        placeholder="A part of a question or its answer"
        maxLength={100}
        value={filters.q}
        onChange={(value) => change('q', value)}
      />
      <Select
        name="show"
        label="Show"
        placeholder="All"
        options={choices}
        value={filters.show}
        onChange={(value) => change('show', value)}
      />
    </search>
  );
}

const NoneLikeThat = ({ onClear }: { onClear: () => void }) => (
  <Empty title="No question like that" actions={<Button onClick={onClear}>Show all</Button>}>
    Look for a part of how it is asked, or of what is answered.
  </Empty>
);

const None = ({ onAdd }: { onAdd: (() => void) | undefined }) => (
  <Empty
    title="No questions yet"
    actions={
      onAdd && (
        <Button look="primary" icon={Plus} onClick={onAdd}>
          Add the first question
        </Button>
      )
    }
  >
    Begin with what you are asked every day. Write the answer once, and every way it is asked that you can
    think of.
  </Empty>
);
