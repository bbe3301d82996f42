import Copy from 'lucide-react/icons/copy';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { type ReactNode, useState } from 'react';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { controlClass } from '../../../../web/kit/Field.tsx';
import { Menu } from '../../../../web/kit/Menu.tsx';
import { type Span, type Weekday, weekdays } from '../../contract.ts';
import { sentence, zoneLabel } from '../words.ts';
import {
  type Exception,
  endsNextDay,
  exceptionsOf,
  hoursOf,
  mistakesOf,
  nextSpan,
  type Week,
  weekOf,
} from './hours.ts';
import { PartDialog, type PartFormProps } from './PartDialog.tsx';
import { TimeInput } from './TimeInput.tsx';

const spansPerDayMax = 6;
const names = ['openingHours'];

export default function HoursForm({ location, onClose }: PartFormProps) {
  const before = location.openingHours;
  const [week, setWeek] = useState(() => weekOf(before));
  const [exceptions, setExceptions] = useState(() => exceptionsOf(before));
  const openingHours = hoursOf(week, exceptions);
  const mistakes = mistakesOf({ ...openingHours, exceptions: openingHours.exceptions });
  const undated = exceptions.some(({ on }) => on === '');
  const problem = undated
    ? 'Choose the day of every exception first.'
    : mistakes.size > 0
      ? 'Mend what is marked first.'
      : undefined;
  const unsaved =
    JSON.stringify(openingHours) !== JSON.stringify(hoursOf(weekOf(before), exceptionsOf(before)));
  return (
    <PartDialog
      location={location}
      onClose={onClose}
      title={`Opening hours of ${location.name}`}
      body={`By the clock in ${zoneLabel(location.timezone)}. A span that ends before it begins ends on the next day.`}
      names={names}
      changes={{ openingHours }}
      unsaved={unsaved}
      problem={problem}
    >
      <WeekGrid week={week} mistakes={mistakes} onChange={setWeek} />
      <Exceptions exceptions={exceptions} mistakes={mistakes} sent={openingHours} onChange={setExceptions} />
    </PartDialog>
  );
}

interface WeekGridProps {
  week: Week;
  mistakes: ReadonlyMap<string, string>;
  onChange: (week: Week) => void;
}

function WeekGrid({ week, mistakes, onChange }: WeekGridProps) {
  const copy = (day: Weekday, to: readonly Weekday[]) =>
    onChange({ ...week, ...Object.fromEntries(to.map((one) => [one, week[day]])) });
  return (
    <fieldset aria-label="Week">
      {weekdays.map((day) => (
        <DayRow
          key={day}
          name={sentence(day)}
          spans={week[day]}
          mistake={mistakes.get(day)}
          onChange={(spans) => onChange({ ...week, [day]: spans })}
          menu={
            <Menu
              trigger={<IconButton icon={Copy} label={`Copy ${sentence(day)} to other days`} size="small" />}
              items={[
                { label: 'To Monday to Friday', onSelect: () => copy(day, weekdays.slice(0, 5)) },
                { label: 'To the weekend', onSelect: () => copy(day, weekdays.slice(5)) },
                { label: 'To every day', onSelect: () => copy(day, weekdays) },
              ]}
            />
          }
        />
      ))}
    </fieldset>
  );
}

interface DayRowProps {
  name: string;
  /** What is seen of the name, where that is less. */
  title?: string;
  spans: readonly Span[];
  mistake: string | undefined;
  menu?: ReactNode;
  onChange: (spans: readonly Span[]) => void;
}

/** One day: its spans one below the other, what is wrong with them under it. */
function DayRow({ name, title = name, spans, mistake, menu, onChange }: DayRowProps) {
  return (
    <fieldset
      aria-label={name}
      className="grid grid-cols-[1fr_auto] items-start gap-x-3 gap-y-1 border-b border-line py-2 sm:grid-cols-[6.5rem_1fr_auto]"
    >
      <span className="flex h-9 items-center font-[550] pointer-coarse:h-11">{title}</span>
      <div className="flex flex-col gap-2 max-sm:order-3 max-sm:col-span-2">
        {spans.length === 0 && <span className="flex h-9 items-center text-faint">Closed</span>}
        {spans.map((span, index) => (
          <SpanRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a span is nothing but its two times; its place is its name.
            key={index}
            day={name}
            span={span}
            number={index + 1}
            isWrong={mistake !== undefined}
            onChange={(next) => onChange(spans.with(index, next))}
            onRemove={() => onChange(spans.toSpliced(index, 1))}
          />
        ))}
        {mistake && (
          <p role="alert" className="text-sm text-danger">
            {mistake}
          </p>
        )}
      </div>
      <span className="flex h-9 items-center pointer-coarse:h-11">
        <IconButton
          icon={Plus}
          label={`Add hours on ${name}`}
          size="small"
          disabledReason={spans.length >= spansPerDayMax ? `Up to ${spansPerDayMax} spans a day.` : undefined}
          onClick={() => onChange([...spans, nextSpan(spans)])}
        />
        {menu}
      </span>
    </fieldset>
  );
}

interface SpanRowProps {
  day: string;
  span: Span;
  number: number;
  isWrong: boolean;
  onChange: (span: Span) => void;
  onRemove: () => void;
}

function SpanRow({ day, span, number, isWrong, onChange, onRemove }: SpanRowProps) {
  const time = (end: 'from' | 'to', words: string) => (
    <TimeInput
      label={`${day}, ${words}${number > 1 ? `, span ${number}` : ''}`}
      isWrong={isWrong}
      value={span[end]}
      onChange={(value) => onChange({ ...span, [end]: value })}
    />
  );
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      {time('from', 'opens')}
      <span aria-hidden className="text-faint">
        –
      </span>
      {time('to', 'closes')}
      <IconButton icon={X} label={`Take these hours on ${day} out`} size="small" onClick={onRemove} />
      {endsNextDay(span) && <span className="text-sm text-faint">on the next day</span>}
    </span>
  );
}

interface ExceptionsProps {
  exceptions: readonly Exception[];
  mistakes: ReadonlyMap<string, string>;
  /** In the order in which mistakes count them. */
  sent: ReturnType<typeof hoursOf>;
  onChange: (exceptions: readonly Exception[]) => void;
}

function Exceptions({ exceptions, mistakes, sent, onChange }: ExceptionsProps) {
  const nextKey = Math.max(-1, ...exceptions.map(({ key }) => key)) + 1;
  const mistakeOf = (on: string) =>
    sent.exceptions
      ?.map((one, at) => (one.on === on ? mistakes.get(`exceptions.${at}`) : undefined))
      .find(Boolean);
  const change = (key: number, part: Partial<Exception>) =>
    onChange(exceptions.map((one) => (one.key === key ? { ...one, ...part } : one)));
  return (
    <fieldset aria-label="Exceptions" className="flex flex-col gap-3">
      <h3 className="title text-lg">Exceptions</h3>
      {exceptions.length === 0 && (
        <p className="text-soft">Holidays, and days with other hours than usual.</p>
      )}
      {exceptions.map((exception) => (
        <ExceptionRow
          key={exception.key}
          exception={exception}
          mistake={exception.on === '' ? undefined : mistakeOf(exception.on)}
          onChange={(part) => change(exception.key, part)}
          onRemove={() => onChange(exceptions.filter(({ key }) => key !== exception.key))}
        />
      ))}
      <div>
        <Button
          size="small"
          icon={Plus}
          onClick={() => onChange([...exceptions, { key: nextKey, on: '', spans: [], note: '' }])}
        >
          Add an exception
        </Button>
      </div>
    </fieldset>
  );
}

interface ExceptionRowProps {
  exception: Exception;
  mistake: string | undefined;
  onChange: (part: Partial<Exception>) => void;
  onRemove: () => void;
}

function ExceptionRow({ exception, mistake, onChange, onRemove }: ExceptionRowProps) {
  const name = exception.on === '' ? 'the new day' : exception.on;
  return (
    <div className="rounded-md border border-line px-3 pt-3">
      <div className="flex flex-wrap items-center gap-2">
        <input
          type="date"
          aria-label="Day of the exception"
          value={exception.on}
          onChange={({ target }) => onChange({ on: target.value })}
          className={cx(controlClass, 'h-9 w-40! px-2 pointer-coarse:h-11')}
        />
        <input
          type="text"
          aria-label={`Note on ${name}`}
          placeholder="Holiday, inventory …"
          maxLength={120}
          value={exception.note}
          onChange={({ target }) => onChange({ note: target.value })}
          className={cx(controlClass, 'h-9 min-w-32 flex-1 pointer-coarse:h-11')}
        />
        <IconButton icon={X} label={`Take out ${name}`} size="small" onClick={onRemove} />
      </div>
      <div className="[&>fieldset]:border-0">
        <DayRow
          name={`Hours on ${name}`}
          title="Hours"
          spans={exception.spans}
          mistake={mistake}
          onChange={(spans) => onChange({ spans })}
        />
      </div>
    </div>
  );
}
