import { Avatar, Badge } from '../kit/Badge.tsx';
import { Colonnade } from '../kit/Colonnade.tsx';
import { Kbd } from '../kit/Kbd.tsx';
import { Logo } from '../kit/Logo.tsx';
import { Card } from '../kit/Section.tsx';
import { ClockAt, Time } from '../kit/time.tsx';
import { Specimen } from './Specimen.tsx';

const stones = ['paper', 'raised', 'sunk', 'hover', 'line', 'line-firm'];
const inks = ['ink', 'ink-soft', 'ink-faint'];
const voices = [
  'accent',
  'accent-deep',
  'accent-wash',
  'good',
  'good-wash',
  'warn',
  'warn-wash',
  'danger',
  'danger-wash',
];
const scale = [
  ['text-3xl', '2.75 rem', true],
  ['text-2xl', '2 rem', true],
  ['text-xl', '1.4375 rem', true],
  ['text-lg', '1.125 rem', false],
  ['text-base', '0.9375 rem', false],
  ['text-sm', '0.8438 rem', false],
  ['text-xs', '0.75 rem', false],
] as const;

const hourMs = 3_600_000;

export default function Foundations() {
  return (
    <>
      <Specimen name="Stone" wide>
        <Swatches names={stones} />
      </Specimen>
      <Specimen name="Ink" wide>
        <Swatches names={inks} />
      </Specimen>
      <Specimen name="The accent, and meanings" wide>
        <Swatches names={voices} />
      </Specimen>
      <Specimen name="Type" wide>
        <TypeScale />
      </Specimen>
      <SmallParts />
      <Specimen name="Colonnade" wide>
        <div className="h-64 overflow-hidden rounded-lg border border-line">
          <Colonnade />
        </div>
      </Specimen>
    </>
  );
}

function TypeScale() {
  return (
    <dl>
      {scale.map(([size, rem, serif]) => (
        <div key={size} className="flex items-baseline gap-6 border-b border-line py-2">
          <dt className="w-24 shrink-0 text-sm text-faint">{rem}</dt>
          <dd className={`${size} ${serif ? 'title' : ''} min-w-0 truncate`}>
            Talk under the columns, 1234567890
          </dd>
        </div>
      ))}
    </dl>
  );
}

function SmallParts() {
  const opened = new Date();
  return (
    <div className="grid gap-x-10 sm:grid-cols-2">
      <Specimen name="Mark">
        <span className="flex items-end gap-5 text-accent">
          <Logo size={16} />
          <Logo size={24} />
          <Logo size={40} />
          <Logo size={64} />
        </span>
      </Specimen>
      <Specimen name="Keys">
        <Kbd keys="mod+k" />
        <Kbd keys="g l" />
        <Kbd keys="?" />
        <Kbd keys="mod+enter" />
      </Specimen>
      <Specimen name="Badges">
        <Badge>Draft</Badge>
        <Badge tone="accent">Planned</Badge>
        <Badge tone="good">Open</Badge>
        <Badge tone="warn">Waiting</Badge>
        <Badge tone="danger">Not delivered</Badge>
      </Specimen>
      <Specimen name="Avatars">
        <Avatar name="Ada Keller" size="small" named />
        <Avatar name="Ada Keller" named />
        <Avatar name="Νίκος" size="large" named />
      </Specimen>
      <Specimen name="Time">
        <Time at={new Date(opened.getTime() - 3 * hourMs)} />
        <Time at={opened} as="day" />
        <Time at={opened} as="clock" />
        <span>
          <ClockAt zone="Asia/Tokyo" /> in Tokyo
        </span>
      </Specimen>
      <Specimen name="Card" wide>
        <Card>A thing among equals that can be picked up.</Card>
      </Specimen>
    </div>
  );
}

function Swatches({ names }: { names: readonly string[] }) {
  return (
    <ul className="flex flex-wrap gap-3">
      {names.map((name) => (
        <li key={name} className="w-24">
          <span
            className="block h-12 rounded-sm border border-line"
            style={{ background: `var(--${name})` }}
          />
          <span className="text-xs text-soft">{name}</span>
        </li>
      ))}
    </ul>
  );
}
