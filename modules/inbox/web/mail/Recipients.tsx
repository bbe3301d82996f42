import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronUp from 'lucide-react/icons/chevron-up';
import { useId, useState } from 'react';
import { useActions } from '../../../../web/kit/actions.ts';
import { usePages } from '../../../../web/kit/api.ts';
import { type Addressed, type Conversation, listMessages, subjectLengthMax } from '../../contract.ts';
import { useWriting, write } from '../composer/words-kept.ts';
import { LineButton } from '../conversation/LineButton.tsx';
import { useInbox } from '../inbox.ts';
import { AddressLine } from './AddressLine.tsx';
import {
  areSame,
  draftFrom,
  folded,
  type Line,
  lines,
  type MailDraft,
  settle,
  type Usual,
  usualOf,
} from './recipients.ts';

const labels: Readonly<Record<Line, string>> = { to: 'To', cc: 'Cc', bcc: 'Bcc' };

/** Whom the answer goes to and what it is called: one line, until somebody changes it. */
export default function Recipients({ conversation }: { conversation: Conversation }) {
  const { id } = conversation;
  const params = { workspaceId: useInbox().at.workspaceId, conversationId: id };
  const { items } = usePages(listMessages, { params });
  const { mail } = useWriting(id);
  const [isOpen, setOpen] = useState(false);
  const panelId = useId();
  const usual = usualOf(conversation, items);
  const draft = mail ?? draftFrom(usual.one, usual.subject);
  const put = (next: MailDraft) => write(id, { mail: next });
  const begin = (addressed: Addressed) => put(draftFrom(addressed, draft.subject));
  useActions(actionsOf(usual, begin, () => setOpen(true)));
  const fold = { isOpen, panelId, toggle: () => setOpen(!isOpen) };
  return (
    <div className="mt-1 text-sm">
      <div className="flex min-h-8 items-center gap-2">
        <FoldedLine
          {...fold}
          people={mail ? folded(settle(mail)) : folded(usual.one)}
          subject={draft.subject}
        />
        <Starts usual={usual} draft={draft} begin={begin} />
      </div>
      {isOpen && (
        <div id={panelId} className="mt-1 mb-2 flex flex-col border-y border-line">
          {lines.map((line) => (
            <AddressLine key={line} line={line} label={labels[line]} draft={draft} onChange={put} />
          ))}
          <Subject draft={draft} onChange={put} />
        </div>
      )}
    </div>
  );
}

interface FoldedLineProps {
  people: string;
  subject: string;
  isOpen: boolean;
  panelId: string;
  toggle: () => void;
}

function FoldedLine({ people, subject, isOpen, panelId, toggle }: FoldedLineProps) {
  const Sign = isOpen ? ChevronUp : ChevronDown;
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      aria-controls={isOpen ? panelId : undefined}
      onClick={toggle}
      className="-ml-1 flex min-w-0 items-center gap-1 rounded-sm px-1 py-0.5 text-soft hover:bg-hover hover:text-ink pointer-coarse:min-h-10"
    >
      <span className="max-w-full shrink-0 truncate">{people}</span>
      {subject && <span className="min-w-0 truncate text-faint">{`· ${subject}`}</span>}
      <Sign size={14} className="shrink-0" aria-hidden />
    </button>
  );
}

interface StartsProps {
  usual: Usual;
  draft: MailDraft;
  begin: (addressed: Addressed) => void;
}

/** The two an answer usually begins with. */
function Starts({ usual: { one, all }, draft, begin }: StartsProps) {
  const [person] = one.to;
  const isOne = areSame(draft, one);
  return (
    <span className="ml-auto flex shrink-0 items-center text-xs">
      {!isOne && <LineButton onClick={() => begin(one)}>{`Only ${person?.name ?? 'who wrote'}`}</LineButton>}
      {all && isOne && (
        <LineButton onClick={() => begin(all)}>{`Answer all ${all.to.length + all.cc.length}`}</LineButton>
      )}
    </span>
  );
}

const group = 'In the conversation';
const actionsOf = ({ all, one }: Usual, begin: (addressed: Addressed) => void, open: () => void) => [
  { id: 'inbox.recipients', title: 'Change whom the mail is to', group, run: open },
  { id: 'inbox.answer-one', title: 'Answer only who wrote', group, run: () => begin(one) },
  ...(all ? [{ id: 'inbox.answer-all', title: 'Answer all who had it', group, run: () => begin(all) }] : []),
];

function Subject({ draft, onChange }: { draft: MailDraft; onChange: (draft: MailDraft) => void }) {
  const id = useId();
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="w-14 shrink-0 text-faint">
        Subject
      </label>
      <input
        id={id}
        autoComplete="off"
        maxLength={subjectLengthMax}
        value={draft.subject}
        onChange={(event) => onChange({ ...draft, subject: event.target.value })}
        className="h-9 min-w-0 flex-1 bg-transparent px-1 text-ink outline-offset-[-2px] pointer-coarse:h-11 pointer-coarse:text-[1rem]"
      />
    </div>
  );
}
