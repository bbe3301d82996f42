import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronRight from 'lucide-react/icons/chevron-right';
import Trash from 'lucide-react/icons/trash-2';
import { useState } from 'react';
import { Badge } from '../../../../../web/kit/Badge.tsx';
import { Button, IconButton } from '../../../../../web/kit/Button.tsx';
import { count } from '../../words.ts';
import { expectedLabels } from '../words.ts';
import type { QuestionDraft } from './drafts.ts';
import { QuestionFields } from './QuestionFields.tsx';

interface Props {
  questions: readonly QuestionDraft[];
  opened: number | undefined;
  open: (key: number | undefined) => void;
  change: (questions: QuestionDraft[]) => void;
}

const drawnAtOnce = 60;

/** One is open at a time: a set of a thousand is read as lines. */
export function QuestionList({ questions, opened, open, change }: Props) {
  const [drawn, setDrawn] = useState(drawnAtOnce);
  const at = questions.findIndex(({ key }) => key === opened);
  const shown = questions.slice(0, Math.max(drawn, at + 1));
  const edit = (key: number, part: Partial<QuestionDraft>) =>
    change(questions.map((one) => (one.key === key ? { ...one, ...part } : one)));
  return (
    <div>
      <h3 className="label mb-1">{count(questions.length, 'question')}</h3>
      <ol className="border-t border-line">
        {shown.map((question, index) => (
          <li key={question.key} className="border-b border-line">
            <Line
              question={question}
              isOpen={question.key === opened}
              onToggle={() => open(question.key === opened ? undefined : question.key)}
              onRemove={() => change(questions.filter(({ key }) => key !== question.key))}
            />
            {question.key === opened && (
              <QuestionFields
                question={question}
                at={`questions.${index}`}
                set={(part) => edit(question.key, part)}
              />
            )}
          </li>
        ))}
      </ol>
      {shown.length < questions.length && (
        <Button size="small" look="quiet" onClick={() => setDrawn(drawn + drawnAtOnce)} className="mt-2">
          Show more of them
        </Button>
      )}
    </div>
  );
}

interface LineProps {
  question: QuestionDraft;
  isOpen: boolean;
  onToggle: () => void;
  onRemove: () => void;
}

function Line({ question, isOpen, onToggle, onRemove }: LineProps) {
  const words = question.text.trim() || 'A new question';
  const Sign = isOpen ? ChevronDown : ChevronRight;
  return (
    <div className="flex items-center gap-2">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={onToggle}
        className="flex min-w-0 flex-1 items-center gap-2 rounded-sm py-2 text-left hover:bg-hover"
      >
        <Sign size={15} className="shrink-0 text-faint" aria-hidden />
        <span className="min-w-0 flex-1 truncate">{words}</span>
        <Badge>{expectedLabels[question.expected]}</Badge>
      </button>
      <IconButton icon={Trash} size="small" label={`Remove “${words}”`} onClick={onRemove} />
    </div>
  );
}
