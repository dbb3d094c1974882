namespace StockNow.Host.Answers;

/// <summary>How the page looks: on a desk and on a phone, light and dark, and on paper.</summary>
static class HtmlStyle
{
    public const string Text = """
        :root { color-scheme: light dark; --text: #1c2733; --soft: #5b6b7b; --line: #d9e0e7; --back: #f5f7f9; --card: #ffffff; --bar: #1f7a8c; --less: #8fb8c2; }
        @media (prefers-color-scheme: dark) {
          :root { --text: #e6edf3; --soft: #9fb0c0; --line: #2d3a47; --back: #10161d; --card: #18212b; --bar: #4fb3c6; --less: #35616b; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
        main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
        h1 { margin: 0; font-size: 1.75rem; }
        h2 { margin: 0; font-size: 1.15rem; }
        header p, .note { margin: .25rem 0 0; color: var(--soft); }
        section { margin-top: 1.25rem; padding: 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
        .answer { margin: .25rem 0 1rem; font-size: 1.05rem; overflow-wrap: anywhere; }
        .wide { overflow-x: auto; }
        table { width: 100%; border-collapse: collapse; }
        th, td { padding: .3rem .5rem; border-bottom: 1px solid var(--line); text-align: left; font-weight: normal; }
        thead th { color: var(--soft); font-size: .85rem; vertical-align: bottom; }
        tbody th { overflow-wrap: break-word; }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .chart { width: 35%; min-width: 5rem; }
        .small { width: 12%; }
        .bar { height: .9rem; min-width: 2px; background: var(--bar); border-radius: 2px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        .empty { min-width: 0; }
        svg { display: block; width: 100%; height: auto; min-width: 34rem; }
        svg rect { fill: var(--bar); }
        svg .mark { fill: none; stroke: var(--soft); stroke-dasharray: 4 3; }
        svg text { fill: var(--soft); font-size: 11px; text-anchor: middle; }
        @media (max-width: 40rem) {
          section { padding: 1rem .75rem; } .extra { display: none; } th, td { padding: .3rem .25rem; } .chart { width: 20%; min-width: 3rem; }
        }
        @media print {
          :root { --text: #000; --soft: #444; --line: #bbb; --back: #fff; --card: #fff; --bar: #1f7a8c; }
          body { font-size: 11pt; } main { max-width: none; padding: 0; } section { border: 0; padding: .5rem 0; } tr, svg, h2, .answer { break-inside: avoid; }
          h2, .answer { break-after: avoid; } .wide { overflow: visible; }
        }
        """;
}
