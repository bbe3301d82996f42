import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type LoaderFunctionArgs, useNavigate, useParams } from 'react-router';
import { q, queryClient } from '../../../../web/kit/api.ts';
import { Page } from '../../../../web/kit/Page.tsx';
import { Facts, Section } from '../../../../web/kit/Section.tsx';
import { Empty, ReadOnlyNote } from '../../../../web/kit/states.tsx';
import { Time, useZone } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { useLocationNames } from '../../../../web/shared.ts';
import { getDocument, type WholeDocument } from '../../contract.ts';
import { OpenReadings } from '../readings/OpenReadings.tsx';
import { useWhyNotManage, whyNotOf } from '../rights.ts';
import { bytesWords, count, kindLabel, languageLabel, lastDayWords } from '../words.ts';
import { type Asked, DocumentDeeds, DocumentDialogs } from './DocumentDeeds.tsx';
import { DocumentText } from './DocumentText.tsx';
import { deleteNow } from './delete-now.ts';
import { DocumentState } from './document-columns.tsx';
import { FailureNote } from './FailureNote.tsx';
import { UploadList } from './UploadList.tsx';

const paramsOf = ({ workspaceId, documentId }: Readonly<Record<string, string | undefined>>) =>
  getDocument.params.parse({ workspaceId, documentId });

export async function loader({ params }: LoaderFunctionArgs) {
  await queryClient.ensureQueryData(q(getDocument, { params: paramsOf(params) }));
  return null;
}

export default function DocumentPage() {
  const at = paramsOf(useParams());
  const navigate = useNavigate();
  const [isLeaving, setLeaving] = useState(false);
  const { data: document, error } = useQuery({ ...q(getDocument, { params: at }), enabled: !isLeaving });
  // Read before the page was reached, so what is missing now was deleted since.
  if (!document || error?.status === 404) return <Deleted at={at} />;
  // What is still shown of it when it is deleted would be asked for once more: so nothing is.
  if (isLeaving) return <Page title={document.title}>{null}</Page>;
  const leaveAndDelete = async (forever: boolean) => {
    setLeaving(true);
    await navigate(upOf(at).to);
    await deleteNow(at, document, forever);
  };
  return <Shown at={at} document={document} onDelete={(forever) => void leaveAndDelete(forever)} />;
}

type At = ReturnType<typeof paramsOf>;
const upOf = (at: At) => ({ to: paths.knowledge(at), label: 'Documents' });

const Deleted = ({ at }: { at: At }) => (
  <Page title="Document" up={upOf(at)}>
    <Empty title="This document is deleted">No answer stands on it any more.</Empty>
  </Page>
);

interface ShownProps {
  at: At;
  document: WholeDocument;
  onDelete: (forever: boolean) => void;
}

function Shown({ at, document, onDelete }: ShownProps) {
  const whyNot = whyNotOf(useWhyNotManage('change what answers stand on'), document);
  const [asked, setAsked] = useState<Asked>();
  return (
    <Page
      title={document.title}
      hint={<Hint document={document} />}
      up={upOf(at)}
      actions={<DocumentDeeds document={document} whyNot={whyNot} onAsk={setAsked} />}
    >
      {whyNot && <ReadOnlyNote>{whyNot}</ReadOnlyNote>}
      <FailureNote document={document} whyNot={whyNot} />
      <UploadList />
      <OpenReadings of={{ documentId: document.id }} />
      <Section title="What it says" hint="As it was read, in the parts that answers are found by.">
        <DocumentText document={document} />
      </Section>
      <Section title="About it">
        <About document={document} />
      </Section>
      <DocumentDialogs
        document={document}
        asked={asked}
        onClose={() => setAsked(undefined)}
        onDelete={onDelete}
      />
    </Page>
  );
}

const Hint = ({ document }: { document: WholeDocument }) => (
  <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
    <DocumentState document={document} />
    <span>
      {kindLabel(document)} · {bytesWords(document.sizeBytes)}
      {document.ingestedAt && (
        <>
          {' · read '}
          <Time at={document.ingestedAt} />
        </>
      )}
    </span>
  </span>
);

function About({ document }: { document: WholeDocument }) {
  const { nameOf } = useLocationNames();
  const zone = useZone();
  const { address, language, lettersCount, chunksCount, locationId, expiresAt, embeddedAt, createdAt } =
    document;
  return (
    <Facts
      facts={[
        ...(address
          ? ([
              [
                'Address',
                <a
                  key="address"
                  href={address}
                  target="_blank"
                  rel="noreferrer"
                  className="underline decoration-current/40 [overflow-wrap:anywhere]"
                >
                  {address}
                </a>,
              ],
            ] as const)
          : []),
        ['Language', languageLabel(language)],
        ['Where it holds', locationId ? nameOf(locationId) : 'Everywhere'],
        ['Last day', expiresAt ? lastDayWords(zone, expiresAt) : 'None: it holds until somebody deletes it'],
        ['Length', `${count(lettersCount, 'letter')}, ${count(chunksCount, 'part')}`],
        ['Found by', embeddedAt ? 'What it means, and its words' : 'Its words'],
        ['Added', <Time key="added" at={createdAt} />],
      ]}
    />
  );
}
