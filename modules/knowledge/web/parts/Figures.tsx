/** Numbers beside each other, each under its name. */
export const Figures = ({ figures }: { figures: readonly (readonly [name: string, value: string])[] }) => (
  <dl className="flex flex-wrap gap-x-8 gap-y-2">
    {figures.map(([name, value]) => (
      <div key={name}>
        <dt className="label">{name}</dt>
        <dd className="text-lg">{value}</dd>
      </div>
    ))}
  </dl>
);
