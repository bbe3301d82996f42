import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import type { LucideIcon } from 'lucide-react';
import Check from 'lucide-react/icons/check';
import { type ReactNode, useLayoutEffect, useState } from 'react';
import { backdropClass } from './Dialog.tsx';
import { Kbd } from './Kbd.tsx';
import { endTypeAhead, goOnTypingAhead } from './type-ahead.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** At the end of the line: what it means, or when. */
  readonly hint?: string | undefined;
  readonly icon?: LucideIcon | undefined;
  readonly isChosen?: boolean | undefined;
  /** Shown with its hint, which says why it cannot be chosen. */
  readonly isOff?: boolean | undefined;
  /** Other words it may be looked for with. */
  readonly keywords?: readonly string[];
}

interface ChooserProps {
  title: string;
  placeholder?: string;
  choices: readonly Choice[];
  /** What the words themselves stand for, when that is something: it is offered first, or after what is there. */
  ofWords?: (words: string) => Choice | undefined;
  ofWordsLast?: boolean;
  onChoose: (value: string) => void;
  onClose: () => void;
  /** Several can be chosen before it is closed. */
  stays?: boolean;
  /** Under the list: what the words may be, what Enter does. */
  foot?: ReactNode;
}

/** One of many by a few letters and Enter: what a key opens and another key settles. */
export function Chooser(props: ChooserProps) {
  const { title, placeholder = title, choices, ofWords, ofWordsLast, onChoose, onClose, stays, foot } = props;
  const [open, setOpen] = useState(true);
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState<string>();
  const own = [ofWords?.(words.trim()) ?? []].flat();
  const fitting = choices.filter((choice) => isMeant(choice, words));
  const choose = (value: string) => {
    if (stays) return onChoose(value);
    setChosen(value);
    setOpen(false);
  };
  // What was chosen may move the focus: it waits until this is gone.
  const closed = () => {
    onClose();
    if (chosen !== undefined) onChoose(chosen);
  };
  return (
    <Dialog.Root open={open} onOpenChange={setOpen} onOpenChangeComplete={(isOpen) => isOpen || closed()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropClass} />
        <Dialog.Viewport className="fixed inset-0 z-50 flex items-start justify-center px-3 pt-3 sm:pt-[14dvh]">
          <Dialog.Popup
            aria-label={title}
            className="popup flex max-h-[min(28rem,80dvh)] w-full max-w-md flex-col overflow-hidden"
          >
            <Autocomplete.Root
              open
              inline
              items={ofWordsLast || own[0]?.isOff ? [...fitting, ...own] : [...own, ...fitting]}
              filter={null}
              value={words}
              onValueChange={(next, { reason }) => reason !== 'item-press' && setWords(next)}
              itemToStringValue={(choice) => choice.label}
              autoHighlight="always"
              keepHighlight
            >
              <WordsField
                title={title}
                placeholder={placeholder}
                onTypedAhead={(typed) => setWords((now) => typed + now)}
              />
              <Lines choose={choose} />
              {foot && <div className="border-t border-line bg-sunk px-4 py-2 text-sm text-soft">{foot}</div>}
            </Autocomplete.Root>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface WordsFieldProps {
  title: string;
  placeholder: string;
  /** What was typed before this was there. */
  onTypedAhead: (typed: string) => void;
}

function WordsField({ title, placeholder, onTypedAhead }: WordsFieldProps) {
  // It has the focus a moment after it is drawn.
  useLayoutEffect(goOnTypingAhead, []);
  return (
    <div className="flex items-center gap-3 border-b border-line px-4">
      <Autocomplete.Input
        aria-label={title}
        placeholder={placeholder}
        onFocus={() => {
          const typed = endTypeAhead();
          if (typed) onTypedAhead(typed);
        }}
        className="h-12 w-full bg-transparent text-base outline-none"
      />
      <Dialog.Close className="rounded-sm p-1">
        <span className="sr-only">Close</span>
        <Kbd keys="escape" />
      </Dialog.Close>
    </div>
  );
}

function Lines({ choose }: { choose: (value: string) => void }) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
      <Autocomplete.Empty>
        <p className="px-4 py-5 text-soft">Nothing is called that.</p>
      </Autocomplete.Empty>
      <Autocomplete.List className="p-1.5 data-empty:p-0">
        {(choice: Choice) => <Line key={choice.value} choice={choice} choose={choose} />}
      </Autocomplete.List>
    </div>
  );
}

function Line({ choice, choose }: { choice: Choice; choose: (value: string) => void }) {
  return (
    <Autocomplete.Item
      value={choice}
      disabled={choice.isOff ?? false}
      onClick={() => choose(choice.value)}
      className="flex items-center gap-3 rounded-md px-2.5 py-2 select-none data-disabled:text-faint data-highlighted:bg-hover pointer-coarse:py-3"
    >
      {choice.icon && (
        <choice.icon size={16} strokeWidth={1.75} className="shrink-0 text-faint" aria-hidden />
      )}
      <span className="min-w-0 flex-1 truncate">{choice.label}</span>
      {choice.hint && <span className="shrink-0 text-sm text-faint">{choice.hint}</span>}
      {choice.isChosen && (
        <>
          <Check size={15} className="shrink-0 text-accent" aria-hidden />
          <span className="sr-only">chosen</span>
        </>
      )}
    </Autocomplete.Item>
  );
}

const isMeant = ({ label, keywords = [] }: Choice, words: string): boolean => {
  const text = [label, ...keywords].join(' ').toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((part) => text.includes(part));
};
