import X from 'lucide-react/icons/x';
import { type ClipboardEvent, type KeyboardEvent, useContext, useEffect, useRef, useState } from 'react';
import { IconButton } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { controlClass, FormErrorsContext } from '../../../../web/kit/Field.tsx';
import { questionLengthMax, questionsMax } from '../../faqs/contract.ts';
import { asked, below, type Lines, pasted, sameAs, sentPlace, without } from './phrasings.ts';

interface PhrasingsProps {
  lines: Lines;
  onChange: (lines: Lines) => void;
}

/** Ways to ask, a line each. Enter goes on below, Backspace takes an empty one away, arrows move. */
export function Phrasings({ lines, onChange }: PhrasingsProps) {
  const list = useRef<HTMLOListElement>(null);
  const [wanted, setWanted] = useState<{ readonly at: number }>();
  useEffect(() => {
    if (wanted) list.current?.querySelectorAll('input')[wanted.at]?.focus();
  }, [wanted]);
  const go = (next: { readonly lines: Lines; readonly at: number }) => {
    onChange(next.lines.slice(0, questionsMax));
    setWanted({ at: Math.min(next.at, questionsMax - 1) });
  };
  const move = (at: number) => at >= 0 && at < lines.length && setWanted({ at });
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-[550]">Ways to ask it</legend>
      <ol ref={list} className="flex max-h-[36dvh] flex-col gap-1.5 overflow-y-auto p-0.5">
        {lines.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place; what is in it is written there.
          <li key={at}>
            <Line
              {...{ lines, line, at, go, move }}
              onWrite={(text) => onChange(lines.map((one, index) => (index === at ? text : one)))}
            />
          </li>
        ))}
      </ol>
      <p className="mt-1.5 text-sm text-faint">
        Enter adds another. A list can be pasted. {asked(lines).length} of {questionsMax}, the usual one
        first.
      </p>
    </fieldset>
  );
}

interface LineProps {
  lines: Lines;
  line: string;
  at: number;
  go: (next: { readonly lines: Lines; readonly at: number }) => void;
  move: (at: number) => void;
  onWrite: (text: string) => void;
}

function Line({ lines, line, at, go, move, onWrite }: LineProps) {
  const place = `questions.${sentPlace(lines, at)}`;
  const { errorOf, touched } = useContext(FormErrorsContext);
  const same = sameAs(lines, at);
  const error = errorOf(place) ?? (line.trim() === '' && at === 0 ? errorOf('questions') : undefined);
  const note = error ?? (same === undefined ? undefined : `It asks the same as question ${same + 1}.`);
  const noteId = `phrasing-${at}`;
  return (
    <>
      <span className="flex items-center gap-1">
        <input
          aria-label={`Question ${at + 1}`}
          aria-invalid={error ? true : undefined}
          aria-describedby={note ? noteId : undefined}
          className={cx(controlClass, 'h-9 pointer-coarse:h-11')}
          autoComplete="off"
          maxLength={questionLengthMax}
          placeholder={at === 0 ? 'Do you ship to Austria?' : 'Another way to ask'}
          value={line}
          onChange={({ target }) => {
            touched(place);
            onWrite(target.value);
          }}
          onKeyDown={(event) => keyDown(event, { lines, at, go, move })}
          onPaste={(event) => paste(event, (text) => go(pasted(lines, at, text)))}
        />
        <IconButton icon={X} label={`Remove question ${at + 1}`} onClick={() => go(without(lines, at))} />
      </span>
      {note && (
        <span id={noteId} className={cx('mt-0.5 block text-sm', error ? 'text-danger' : 'text-warn')}>
          {note}
        </span>
      )}
    </>
  );
}

function keyDown(
  event: KeyboardEvent<HTMLInputElement>,
  { lines, at, go, move }: Omit<LineProps, 'line' | 'onWrite'>,
) {
  if (event.nativeEvent.isComposing || event.metaKey || event.ctrlKey) return;
  if (event.key === 'Enter') go(below(lines, at));
  else if (event.key === 'Backspace' && lines[at] === '' && lines.length > 1) go(without(lines, at));
  else if (event.key === 'ArrowDown') move(at + 1);
  else if (event.key === 'ArrowUp') move(at - 1);
  else return;
  event.preventDefault();
}

function paste(event: ClipboardEvent, take: (text: string) => void) {
  const text = event.clipboardData.getData('text');
  if (!/\r?\n/.test(text.trim())) return;
  event.preventDefault();
  take(text);
}
