import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useQuery } from '@tanstack/react-query';
import ArrowRight from 'lucide-react/icons/arrow-right';
import Check from 'lucide-react/icons/check';
import { useId, useState } from 'react';
import { q } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/Button.tsx';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { TextField } from '../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../web/kit/Form.tsx';
import { Select } from '../../../web/kit/Select.tsx';
import { Empty, Failed, Loading } from '../../../web/kit/states.tsx';
import { useLocationNames } from '../../../web/shared.ts';
import { useHere } from '../../../web/workspace.ts';
import { LocationId } from '../../workspaces/contract.ts';
import { listPlatforms, type PlatformChoice } from '../connecting/contract.ts';
import { PlatformMark } from './PlatformMark.tsx';
import { scopesInWords } from './scope-words.ts';
import { shopOf, useBeginWay } from './ways.ts';
import { platformBrings, platformLabel } from './words.ts';

/** Where from, and then the browser goes there. */
export default function ConnectDialog({ onClose }: { onClose: () => void }) {
  const workspaceId = useHere().workspace.id;
  const { data, error, refetch } = useQuery(q(listPlatforms, { params: { workspaceId } }));
  return (
    <Dialog open onClose={onClose} title="Connect an account" wide>
      {data && data.items.length > 0 && <Choosing choices={data.items} onClose={onClose} />}
      {data?.items.length === 0 && <NothingOffered />}
      {!data && error && <Failed error={error} again={() => void refetch()} />}
      {!data && !error && <Loading label="Loading the platforms" />}
    </Dialog>
  );
}

const NothingOffered = () => (
  <Empty title="No platform is set up here">
    Whoever looks after this installation registers it with Meta, Google, Shopify or Amazon, and writes the
    credentials it is given into the configuration. Then they stand here.
  </Empty>
);

function Choosing({ choices, onClose }: { choices: readonly PlatformChoice[]; onClose: () => void }) {
  const [chosen, setChosen] = useState<PlatformChoice | undefined>(
    choices.length === 1 ? choices[0] : undefined,
  );
  const [shop, setShop] = useState('');
  const [locationId, setLocationId] = useState('');
  const way = useBeginWay(useHere().workspace.id);
  const label = chosen && platformLabel(chosen.platform);
  const go = () => {
    if (!chosen) return;
    way.begin({
      platform: chosen.platform,
      ...(locationId !== '' && { locationId: LocationId.parse(locationId) }),
      ...(chosen.needs === 'shop' && { shop: shopOf(shop) }),
    });
  };
  return (
    <Form onSubmit={go} error={way.error}>
      <Platforms choices={choices} chosen={chosen} onChange={setChosen} />
      {chosen && <Asked choice={chosen} />}
      {chosen?.needs === 'shop' && <ShopField shop={shop} onChange={setShop} />}
      {chosen && <LocationField value={locationId} onChange={setLocationId} />}
      <div className="mt-1 flex flex-wrap justify-end gap-2">
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Submit busy={way.isPending} disabledReason={missing(chosen, shop)}>
          {label ? `Go to ${label}` : 'Go on'}
          <ArrowRight size={16} strokeWidth={1.75} aria-hidden />
        </Submit>
      </div>
    </Form>
  );
}

function missing(chosen: PlatformChoice | undefined, shop: string): string | undefined {
  if (!chosen) return 'Choose a platform first.';
  if (chosen.needs !== 'shop') return undefined;
  if (shop.trim() === '') return 'Write the address of the shop first.';
  return shopOf(shop) ? undefined : 'A shop’s address looks like name.myshopify.com.';
}

interface PlatformsProps {
  choices: readonly PlatformChoice[];
  chosen: PlatformChoice | undefined;
  onChange: (choice: PlatformChoice | undefined) => void;
}

/** All of them worth seeing at once, with what each brings. */
function Platforms({ choices, chosen, onChange }: PlatformsProps) {
  const keyOf = ({ platform, login }: PlatformChoice) => `${platform} ${login}`;
  return (
    <RadioGroup
      aria-label="Platform"
      value={chosen ? keyOf(chosen) : null}
      onValueChange={(key) => onChange(choices.find((choice) => keyOf(choice) === key))}
      className="grid gap-2 sm:grid-cols-2"
    >
      {choices.map((choice) => (
        <PlatformOption key={keyOf(choice)} value={keyOf(choice)} choice={choice} />
      ))}
    </RadioGroup>
  );
}

function PlatformOption({ value, choice: { platform } }: { value: string; choice: PlatformChoice }) {
  const id = useId();
  return (
    <Radio.Root
      value={value}
      aria-labelledby={`${id}-name`}
      aria-describedby={`${id}-what`}
      className="flex cursor-default items-start gap-3 rounded-md border border-line bg-raised p-3 text-left transition-colors duration-(--leave) hover:border-soft data-checked:border-accent data-checked:bg-wash"
    >
      <PlatformMark platform={platform} />
      <span className="min-w-0">
        <span id={`${id}-name`} className="block font-[550]">
          {platformLabel(platform)}
        </span>
        <span id={`${id}-what`} className="block text-sm text-soft">
          {platformBrings(platform)}
        </span>
      </span>
    </Radio.Root>
  );
}

/** What the platform will ask for, so that nobody is surprised by it there. */
function Asked({ choice: { platform, scopes } }: { choice: PlatformChoice }) {
  const asked = scopesInWords(scopes);
  if (asked.length === 0) return null;
  return (
    <section aria-label={`What ${platformLabel(platform)} will ask you to allow`}>
      <h3 className="text-sm font-[550]">{platformLabel(platform)} will ask you to allow</h3>
      <ul className="mt-1.5 grid gap-x-6 gap-y-1 sm:grid-cols-2">
        {asked.map((what) => (
          <li key={what} className="flex items-start gap-2 text-sm text-soft">
            <Check size={14} strokeWidth={2} aria-hidden className="mt-0.5 shrink-0 text-good" />
            {what}
          </li>
        ))}
      </ul>
    </section>
  );
}

const ShopField = ({ shop, onChange }: { shop: string; onChange: (shop: string) => void }) => (
  <TextField
    name="shop"
    label="Address of the shop"
    hint="As it stands in Shopify’s settings: name.myshopify.com."
    placeholder="name.myshopify.com"
    autoComplete="off"
    autoCapitalize="none"
    spellCheck={false}
    value={shop}
    onChange={onChange}
  />
);

function LocationField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { options } = useLocationNames();
  if (options.length === 0) return null;
  return (
    <Select
      name="locationId"
      label="Belongs to"
      hint="What comes in is for the people of this location first. It can be changed later."
      placeholder="All locations"
      options={[{ value: '', label: 'All locations' }, ...options]}
      value={value}
      onChange={onChange}
    />
  );
}
