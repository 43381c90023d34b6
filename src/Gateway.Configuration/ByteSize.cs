using System.Globalization;

namespace Gateway.Configuration;

/// <summary>A size, written like <c>32MiB</c>: B, KiB, MiB or GiB.</summary>
internal readonly record struct ByteSize(long Bytes) : IComparable
{
    private static readonly (string Unit, long Factor)[] Units = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1)];

    public static bool TryParse(string text, out ByteSize size)
    {
        foreach (var (unit, factor) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && int.TryParse(
                    text.AsSpan(0, text.Length - unit.Length).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                size = new ByteSize(number * factor);
                return true;
            }
        }

        size = default;
        return false;
    }

    public int CompareTo(object? obj) => Bytes.CompareTo(((ByteSize)obj!).Bytes);

    public override string ToString()
    {
        var bytes = Bytes;
        var (unit, factor) = Units.First(u => bytes % u.Factor == 0 && (bytes > 0 || u.Factor == 1));
        return string.Create(CultureInfo.InvariantCulture, $"{Bytes / factor}{unit}");
    }
}
