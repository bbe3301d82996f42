import Download from 'lucide-react/icons/download';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Pencil from 'lucide-react/icons/pencil';
import Replace from 'lucide-react/icons/replace';
import Settings from 'lucide-react/icons/settings';
import Trash from 'lucide-react/icons/trash-2';
import { lazy, Suspense, useRef } from 'react';
import { urlOf } from '../../../../kit/client.ts';
import { useActions } from '../../../../web/kit/actions.ts';
import { Button, buttonClass, IconButton } from '../../../../web/kit/Button.tsx';
import { Menu } from '../../../../web/kit/Menu.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { getDocumentFile, type WholeDocument } from '../../contract.ts';
import { accepted } from './file-kinds.ts';
import { bring } from './uploads.ts';

const TextDialog = lazy(() => import('./TextDialog.tsx'));
const DetailsDialog = lazy(() => import('./DetailsDialog.tsx'));
const DeleteDialog = lazy(() => import('./DeleteDialog.tsx'));

export type Asked = 'text' | 'details' | 'delete';

interface DeedsProps {
  document: WholeDocument;
  whyNot: string | undefined;
  onAsk: (asked: Asked) => void;
}

/** What it is for whoever opened it comes first; the rest is in the menu and in the palette. */
export function DocumentDeeds({ document, whyNot, onAsk }: DeedsProps) {
  const isText = document.kind === 'text';
  useActions(whyNot ? [] : actionsOf(isText, onAsk));
  return (
    <>
      {document.kind === 'file' && <DownloadLink document={document} />}
      {document.kind === 'file' && <ReplaceButton document={document} whyNot={whyNot} />}
      {isText && (
        <Button icon={Pencil} onClick={() => onAsk('text')} disabledReason={whyNot} reasonShown={false}>
          Change the text
        </Button>
      )}
      <Menu
        trigger={<IconButton icon={Ellipsis} look="plain" label="What else can be done" />}
        items={[
          {
            ...{ label: 'Rename, last day, location', icon: Settings, disabledReason: whyNot },
            onSelect: () => onAsk('details'),
          },
          {
            ...{ label: 'Delete', icon: Trash, danger: true, apart: true, disabledReason: whyNot },
            onSelect: () => onAsk('delete'),
          },
        ]}
      />
    </>
  );
}

const actionsOf = (isText: boolean, onAsk: (asked: Asked) => void) => {
  const group = 'This document';
  const details = {
    id: 'document.details',
    title: 'Rename it, or say until when it holds',
    group,
    icon: Settings,
  };
  const remove = { id: 'document.delete', title: 'Delete this document', group, icon: Trash };
  return [
    ...(isText
      ? [
          {
            ...{ id: 'document.text', title: 'Change the text', group, keys: 'e', icon: Pencil },
            run: () => onAsk('text'),
          },
        ]
      : []),
    { ...details, ...(isText ? {} : { keys: 'e' }), run: () => onAsk('details') },
    { ...remove, run: () => onAsk('delete') },
  ];
};

function DownloadLink({ document }: { document: WholeDocument }) {
  const params = { workspaceId: useHere().workspace.id, documentId: document.id };
  return (
    <a href={urlOf(getDocumentFile, params)} download className={buttonClass('plain', 'medium')}>
      <Download size={16} strokeWidth={1.75} aria-hidden />
      Download
    </a>
  );
}

interface ReplaceProps {
  document: WholeDocument;
  whyNot: string | undefined;
  look?: 'plain' | 'primary';
}

/** Another version of the same file: of it only what changed is read anew. */
export function ReplaceButton({ document, whyNot, look = 'plain' }: ReplaceProps) {
  const workspaceId = useHere().workspace.id;
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        look={look}
        icon={Replace}
        onClick={() => picker.current?.click()}
        disabledReason={whyNot}
        reasonShown={false}
      >
        Replace file
      </Button>
      <input
        ref={picker}
        type="file"
        hidden
        aria-label="The newer version"
        accept={accepted}
        onChange={({ target }) => {
          bring(workspaceId, [...(target.files ?? [])], document.id);
          target.value = '';
        }}
      />
    </>
  );
}

interface DialogsProps {
  document: WholeDocument;
  asked: Asked | undefined;
  onClose: () => void;
  onDelete: (forever: boolean) => void;
}

export const DocumentDialogs = ({ document, asked, onClose, onDelete }: DialogsProps) => (
  <Suspense>
    {asked === 'text' && <TextDialog document={document} onClose={onClose} />}
    {asked === 'details' && <DetailsDialog document={document} onClose={onClose} />}
    {asked === 'delete' && <DeleteDialog document={document} onClose={onClose} onDelete={onDelete} />}
  </Suspense>
);
