import { BarChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type ECharts, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useMode } from '../mode.js';

use([BarChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, SVGRenderer]);

export interface Series {
  name: string;
  values: readonly number[];
}

interface Props {
  title: string;
  labels: readonly string[];
  series: readonly Series[];
  stacked: boolean;
}

const INK = { light: '#4a4f57', dark: '#c3c7ce' };
const COLOURS = { light: ['#2c5fb3', '#b07d12'], dark: ['#7ea6f0', '#e0b050'] };

/** Bars that answer the question of their title; the table beside them says the same. */
export function Bars({ title, labels, series, stacked }: Props) {
  const { mode } = useMode();
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(undefined);
  useEffect(() => {
    if (!place.current) return undefined;
    const drawn = init(place.current, null, { renderer: 'svg' });
    chart.current = drawn;
    const watch = new ResizeObserver(() => drawn.resize());
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      drawn.dispose();
    };
  }, []);
  useEffect(() => {
    const text = { color: INK[mode] };
    chart.current?.setOption(
      {
        animation: false,
        aria: { enabled: true, label: { description: title } },
        color: COLOURS[mode],
        textStyle: text,
        grid: { left: 8, right: 8, top: 32, bottom: 8, containLabel: true },
        legend: { top: 0, textStyle: text },
        tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, renderMode: 'richText' },
        xAxis: { type: 'category', data: [...labels], axisLabel: text },
        yAxis: { type: 'value', minInterval: 1, axisLabel: text },
        series: series.map(({ name, values }) => ({
          name,
          type: 'bar',
          data: [...values],
          ...(stacked && { stack: 'all' }),
        })),
      },
      { notMerge: true },
    );
  }, [mode, title, labels, series, stacked]);
  return <div ref={place} className="chart" />;
}
