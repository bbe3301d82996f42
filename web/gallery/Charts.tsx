import { BarChart } from '../kit/charts/BarChart.tsx';
import { LineChart } from '../kit/charts/LineChart.tsx';
import { Sparkline } from '../kit/charts/Sparkline.tsx';
import { Specimen } from './Specimen.tsx';

const days = Array.from({ length: 28 }, (_, day) => `${day + 1} Mar`);
/** A weekly rhythm that rises: the same at every visit, so that photographs can be compared. */
const wave = (base: number, swing: number) =>
  days.map((_, day) => Math.round(base + day * 1.6 + swing * Math.sin(day * 0.9) + ((day * 37) % 11)));
const received = wave(64, 18);
const answered = wave(48, 14).map((value, day) => (day > 11 && day < 14 ? null : value));

export default function Charts() {
  return (
    <>
      <Specimen name="Line and area; what was not measured is a gap" wide>
        <LineChart
          area
          title="Messages per day"
          labels={days}
          series={[
            { name: 'Received', values: received },
            { name: 'Answered by AI', values: answered },
          ]}
        />
      </Specimen>
      <div className="grid gap-x-10 sm:grid-cols-2">
        <Specimen name="Bars" wide>
          <BarChart
            title="Posts per network"
            labels={['Instagram', 'YouTube', 'TikTok', 'Shop']}
            series={[
              { name: 'Planned', values: [24, 8, 15, 4] },
              { name: 'Published', values: [19, 6, 15, 2] },
            ]}
          />
        </Specimen>
        <Specimen name="Nothing measured" wide>
          <LineChart
            title="Followers"
            labels={[]}
            series={[]}
            empty="The first figures come tomorrow."
            height={248}
          />
        </Specimen>
      </div>
      <Specimen name="Sparkline">
        <Sparkline values={received.slice(0, 14)} label={`from ${received[0]} to ${received[13]} a day`} />
        <Sparkline values={[]} label="no figures" />
      </Specimen>
    </>
  );
}
