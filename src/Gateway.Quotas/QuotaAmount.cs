using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using Gateway.Configuration;

namespace Gateway.Quotas;

/// <summary>
/// An amount of every meter: the usage of a request, the contents of a window, or a share of some limits. A value type; computing with it
/// allocates nothing.
/// </summary>
internal struct QuotaAmount : IEquatable<QuotaAmount>
{
    /// <summary>The number of meters.</summary>
    public const int Length = 7;

    private Values _values;

    /// <summary>Creates the amount that most requests use: tokens and money.</summary>
    /// <param name="tokens">The tokens of prompt and answer.</param>
    /// <param name="nano">Their cost, in nano units of the currency of account.</param>
    public QuotaAmount(long tokens, long nano)
    {
        _values[(int)Meter.Tokens] = tokens;
        _values[(int)Meter.Money] = nano;
    }

    private QuotaAmount(in Values values) => _values = values;

    public static ImmutableArray<Meter> Meters { get; } = [.. Enum.GetValues<Meter>()];

    public readonly long Tokens => this[Meter.Tokens];

    public readonly long Nano => this[Meter.Money];

    public readonly long this[Meter meter] => _values[(int)meter];

    public static QuotaAmount operator -(in QuotaAmount a, in QuotaAmount b)
    {
        var difference = a;
        Span<long> values = difference._values;
        ReadOnlySpan<long> others = b._values;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] -= others[i];
        }

        return difference;
    }

    public static QuotaAmount operator +(in QuotaAmount a, in QuotaAmount b)
    {
        var sum = a;
        sum += b;
        return sum;
    }

    /// <summary>Adds in place, because counters are added to constantly.</summary>
    public void operator +=(in QuotaAmount other)
    {
        Span<long> values = _values;
        ReadOnlySpan<long> others = other._values;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] += others[i];
        }
    }

    public static bool operator ==(in QuotaAmount a, in QuotaAmount b) => a.Equals(b);

    public static bool operator !=(in QuotaAmount a, in QuotaAmount b) => !a.Equals(b);

    /// <summary>Computes the larger of two amounts, meter by meter.</summary>
    public static QuotaAmount Larger(in QuotaAmount a, in QuotaAmount b)
    {
        Values values = default;
        for (var i = 0; i < Length; i++)
        {
            values[i] = Math.Max(a._values[i], b._values[i]);
        }

        return new QuotaAmount(values);
    }

    /// <summary>Computes the smaller of two amounts, meter by meter.</summary>
    public static QuotaAmount Smaller(in QuotaAmount a, in QuotaAmount b)
    {
        Values values = default;
        for (var i = 0; i < Length; i++)
        {
            values[i] = Math.Min(a._values[i], b._values[i]);
        }

        return new QuotaAmount(values);
    }

    /// <summary>Computes an amount from a value for each meter.</summary>
    public static QuotaAmount Each(Func<Meter, long> of)
    {
        Values values = default;
        foreach (var meter in Meters)
        {
            values[(int)meter] = of(meter);
        }

        return new QuotaAmount(values);
    }

    public readonly QuotaAmount With(Meter meter, long value)
    {
        var other = this;
        other._values[(int)meter] = value;
        return other;
    }

    /// <summary>True when it holds at least as much as another amount, for each meter that the other uses.</summary>
    public readonly bool Covers(in QuotaAmount other)
    {
        for (var i = 0; i < Length; i++)
        {
            // A meter may fall below 0 when an answer was longer than reserved; this must not block a request that does not need that
            // meter.
            if (other._values[i] != 0 && other._values[i] > _values[i])
            {
                return false;
            }
        }

        return true;
    }

    public readonly bool Equals(QuotaAmount other) => ((ReadOnlySpan<long>)_values).SequenceEqual(other._values);

    public readonly override bool Equals(object? obj) => obj is QuotaAmount other && Equals(other);

    public readonly override int GetHashCode() => HashCode.Combine(Tokens, Nano, this[Meter.Requests]);

    public readonly override string ToString()
    {
        var some = this;
        return string.Join(", ", Meters.Where(m => some[m] != 0).Select(m => $"{m} {some[m].ToString(CultureInfo.InvariantCulture)}"));
    }

    /// <summary>The values, in the order of the meters' numbers.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<long> AsSpan() => _values;

    [InlineArray(Length)]
    private struct Values
    {
        private long _first;
    }
}
