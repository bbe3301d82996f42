import PenLine from 'lucide-react/icons/pen-line';
import Upload from 'lucide-react/icons/upload';
import { lazy, type RefObject, Suspense, useRef, useState } from 'react';
import { type LoaderFunctionArgs, useNavigate } from 'react-router';
import type { WorkspaceId } from '../../../../kit/ids.ts';
import { useActions } from '../../../../web/kit/actions.ts';
import { pagesOf, q, queryClient, usePages } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Empty, ReadOnlyNote } from '../../../../web/kit/states.tsx';
import { Table } from '../../../../web/kit/Table.tsx';
import { paths } from '../../../../web/paths.ts';
import { useFilters } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import { DocumentKind, DocumentStatus, getUsage, listDocuments, SiteId } from '../../contract.ts';
import { OpenReadings } from '../readings/OpenReadings.tsx';
import { useWhyNotManage } from '../rights.ts';
import { DocumentFilters, filterNames, type Sifting } from './DocumentFilters.tsx';
import { DropAnywhere } from './DropAnywhere.tsx';
import { documentColumns } from './document-columns.tsx';
import { accepted } from './file-kinds.ts';
import { UploadList } from './UploadList.tsx';
import { UsageLine } from './UsageLine.tsx';
import { bring } from './uploads.ts';

const TextDialog = lazy(() => import('./TextDialog.tsx'));

/** Begun, not waited for: the page stands at once, and its table says that it is loading. */
export function loader({ params }: LoaderFunctionArgs) {
  const ask = listDocuments.params.parse({ workspaceId: params.workspaceId });
  void queryClient.prefetchInfiniteQuery(pagesOf(listDocuments, { params: ask, query: {} }));
  void queryClient.prefetchQuery(q(getUsage, { params: ask }));
  return null;
}

export default function DocumentsPage() {
  const workspaceId = useHere().workspace.id;
  const whyNot = useWhyNotManage('change what answers stand on');
  const [isWriting, setWriting] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const deeds = { whyNot, write: () => setWriting(true), upload: () => picker.current?.click() };
  useActions(whyNot ? [] : actionsOf(deeds));
  return (
    <Page
      title="Documents"
      hint={`What answers stand on.${whyNot ? '' : ' Let files fall anywhere on this page.'}`}
      actions={<Adding {...deeds} />}
    >
      {whyNot && <ReadOnlyNote>{whyNot}</ReadOnlyNote>}
      <UsageLine />
      <UploadList />
      <OpenReadings />
      <Documents {...deeds} />
      {!whyNot && (
        <DropAnywhere onFiles={(files) => bring(workspaceId, files)}>Let go to upload it here</DropAnywhere>
      )}
      <FilePicker picker={picker} workspaceId={workspaceId} />
      <Suspense>{isWriting && <TextDialog onClose={() => setWriting(false)} />}</Suspense>
    </Page>
  );
}

interface Deeds {
  whyNot: string | undefined;
  write: () => void;
  upload: () => void;
}

const actionsOf = ({ write, upload }: Deeds) => {
  const group = 'Documents';
  return [
    { id: 'documents.upload', title: 'Upload files', group, keys: 'u', icon: Upload, run: upload },
    { id: 'documents.write', title: 'Write a text', group, keys: 'c', icon: PenLine, run: write },
  ];
};

const Adding = ({ whyNot, write, upload }: Deeds) => (
  <>
    <Button icon={PenLine} onClick={write} disabledReason={whyNot} reasonShown={false}>
      Write a text
    </Button>
    <Button look="primary" icon={Upload} onClick={upload} disabledReason={whyNot} reasonShown={false}>
      Upload files
    </Button>
  </>
);

interface FilePickerProps {
  picker: RefObject<HTMLInputElement | null>;
  workspaceId: WorkspaceId;
}

const FilePicker = ({ picker, workspaceId }: FilePickerProps) => (
  <input
    ref={picker}
    type="file"
    multiple
    hidden
    aria-label="Files to upload"
    accept={accepted}
    onChange={({ target }) => {
      bring(workspaceId, [...(target.files ?? [])]);
      // The same file may be chosen again.
      target.value = '';
    }}
  />
);

function Documents(deeds: Deeds) {
  const workspaceId = useHere().workspace.id;
  const navigate = useNavigate();
  const sifting = useFilters(filterNames);
  const pages = usePages(listDocuments, { params: { workspaceId }, query: queryOf(sifting) });
  const isBare = pages.state === 'loaded' && pages.items.length === 0 && !sifting.any;
  return (
    <>
      {!isBare && <DocumentFilters sifting={sifting} />}
      <Table
        label="Documents"
        columns={documentColumns}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ title }) => title}
        onOpen={({ id }) => void navigate(paths.knowledgeDocument({ workspaceId, documentId: id }))}
        empty={sifting.any ? <NoneLikeThat onClear={sifting.clear} /> : <None {...deeds} />}
      />
    </>
  );
}

/** What somebody wrote into the address by hand, and is none of these, is left out. */
function queryOf({ filters }: Sifting) {
  const [status, kind] = [DocumentStatus.safeParse(filters.status), DocumentKind.safeParse(filters.kind)];
  const site = SiteId.safeParse(filters.site);
  return {
    ...(filters.q.trim() && { q: filters.q.trim() }),
    ...(status.success && { status: status.data }),
    ...(kind.success && { kind: kind.data }),
    ...(site.success && { siteId: site.data }),
  };
}

const NoneLikeThat = ({ onClear }: { onClear: () => void }) => (
  <Empty title="No document like that" actions={<Button onClick={onClear}>Show all</Button>}>
    Here a title or an address is looked for. What documents say is found in the playground.
  </Empty>
);

const None = (deeds: Deeds) => (
  <Empty title="Nothing is written down yet" actions={!deeds.whyNot && <Adding {...deeds} />}>
    Begin with what you are asked most: shipping, returns, opening hours. PDF, Word, text, Markdown, HTML and
    CSV files are read here; answers then say which of them they stand on.
  </Empty>
);
