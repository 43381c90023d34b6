using System.Diagnostics;
using System.Diagnostics.Metrics;
using Pair = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Gateway.Telemetry;

/// <summary>
/// Records the tokens a backend reported, under the present or the coming names. The present ones are one histogram with the type as an
/// attribute. The coming ones are a counter for each type, and histograms of the two types that every answer has.
/// </summary>
internal sealed class TokenInstruments
{
    private readonly Histogram<long>? _usage;
    private readonly Counter<long>[] _counters = [];
    private readonly Histogram<long>? _input;
    private readonly Histogram<long>? _output;

    public TokenInstruments(GatewayMeter meter, Conventions conventions)
    {
        if (!conventions.AreComing)
        {
            _usage = meter.Tokens(Names.GenAi.TokenUsage, "Tokens of one attempt, as its backend told them.");
            return;
        }

        _counters =
        [
            meter.Counter(Names.Coming.UsageInput, "{token}", "Tokens of prompts, those read from a cache among them."),
            meter.Counter(Names.Coming.UsageOutput, "{token}", "Tokens of answers, reasoning among them."),
            meter.Counter(Names.Coming.UsageCached, "{token}", "Tokens of prompts that were read from a cache."),
            meter.Counter(Names.Coming.UsageReasoning, "{token}", "Tokens of answers that were reasoning."),
        ];
        _input = meter.Tokens(Names.Coming.OperationInput, "Tokens of the prompt of one attempt.");
        _output = meter.Tokens(Names.Coming.OperationOutput, "Tokens of the answer of one attempt.");
    }

    public bool Enabled => _usage?.Enabled ?? (_counters[0].Enabled || _input!.Enabled);

    /// <param name="input">The whole prompt.</param>
    /// <param name="output">The whole answer.</param>
    /// <param name="cached">The part of the prompt from a cache; null when not reported.</param>
    /// <param name="reasoning">The part of the answer that is reasoning; null when not reported.</param>
    /// <param name="tags">The attributes, with a free first place for the type.</param>
    public void Record(int input, int output, int? cached, int? reasoning, Span<Pair> tags)
    {
        Record(0, Names.Values.Input, input, tags, _input);
        Record(1, Names.Values.Output, output, tags, _output);
        Record(2, Names.Values.CachedInput, cached, tags, null);
        Record(3, Names.Values.Reasoning, reasoning, tags, null);
    }

    private void Record(int type, string name, int? tokens, Span<Pair> tags, Histogram<long>? whole)
    {
        if (tokens is not { } count)
        {
            return;
        }

        if (_usage is not null)
        {
            tags[0] = new(Names.Attributes.TokenType, name);
            _usage.Record(count, tags);
            return;
        }

        _counters[type].Add(count, tags[1..]);
        whole?.Record(count, tags[1..]);
    }
}
