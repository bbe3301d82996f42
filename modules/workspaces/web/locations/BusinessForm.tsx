import { useState } from 'react';
import { TextArea, TextField } from '../../../../web/kit/Field.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import type { LocationDetails } from '../../contract.ts';
import { filled, fromLines, toLines, useTexts } from './drafts.ts';
import { PartDialog, type PartFormProps } from './PartDialog.tsx';

const priceLevels = [
  { value: '', label: 'Not said' },
  { value: '1', label: '€', hint: 'Cheap' },
  { value: '2', label: '€€', hint: 'In the middle' },
  { value: '3', label: '€€€', hint: 'Dear' },
  { value: '4', label: '€€€€', hint: 'Very dear' },
];
const parts = [
  'legalName',
  'category',
  'description',
  'services',
  'languages',
  'priceLevel',
  'paymentMethods',
  'profiles',
];
const names = [...parts.map((part) => `businessInfo.${part}`), 'settings.locale', 'settings.currency'];

export default function BusinessForm({ location, onClose }: PartFormProps) {
  const { field, unsaved, changes, price, setPrice } = useBusiness(location);
  return (
    <PartDialog
      location={location}
      onClose={onClose}
      title={`Business of ${location.name}`}
      names={names}
      changes={changes}
      unsaved={unsaved}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <BusinessFields field={field} />
        <Select
          name="businessInfo.priceLevel"
          label="Price level"
          optional
          placeholder="Not said"
          options={priceLevels}
          value={price}
          onChange={setPrice}
        />
        <div className="grid grid-cols-2 gap-3">
          <TextField {...field('locale', 'settings.locale')} label="Writes in" placeholder="de-AT" />
          <TextField
            {...field('currency', 'settings.currency')}
            label="Currency"
            placeholder="EUR"
            maxLength={3}
          />
        </div>
      </div>
    </PartDialog>
  );
}

/** What is written, and what is sent of it. */
function useBusiness({ businessInfo: info, settings }: LocationDetails) {
  const priceBefore = info.priceLevel?.toString() ?? '';
  const [price, setPrice] = useState(priceBefore);
  const { texts, unsaved, field } = useTexts({
    legalName: info.legalName ?? '',
    category: info.category ?? '',
    description: info.description ?? '',
    services: toLines(info.services),
    languages: toLines(info.languages),
    paymentMethods: toLines(info.paymentMethods),
    profiles: toLines(info.profiles),
    locale: settings.locale ?? '',
    currency: settings.currency ?? '',
  });
  const businessInfo = filled({
    legalName: texts.legalName.trim(),
    category: texts.category.trim(),
    description: texts.description.trim(),
    services: fromLines(texts.services),
    languages: fromLines(texts.languages),
    priceLevel: price === '' ? undefined : Number(price),
    paymentMethods: fromLines(texts.paymentMethods),
    profiles: fromLines(texts.profiles),
  });
  const changes = {
    businessInfo,
    settings: { locale: texts.locale.trim() || null, currency: texts.currency.trim() || null },
  };
  return { field, unsaved: unsaved || price !== priceBefore, changes, price, setPrice };
}

function BusinessFields({ field }: Pick<ReturnType<typeof useBusiness>, 'field'>) {
  const part = (name: Parameters<typeof field>[0]) => field(name, `businessInfo.${name}`);
  return (
    <>
      <TextField {...part('legalName')} label="Legal name" maxLength={200} />
      <TextField {...part('category')} label="Category" maxLength={120} placeholder="Bakery" />
      <TextArea {...part('description')} label="Description" maxLength={2_000} className="sm:col-span-2" />
      <TextArea {...part('services')} label="Services" hint="One in each line." />
      <TextArea {...part('paymentMethods')} label="Payment" hint="One in each line." />
      <TextArea {...part('languages')} label="Languages spoken" hint="Like en or de-AT, one in each line." />
      <TextArea {...part('profiles')} label="Profiles elsewhere" hint="Whole addresses, one in each line." />
    </>
  );
}
