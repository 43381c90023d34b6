using System.Buffers.Binary;
using System.Globalization;
using Gateway.Simulator.Answers;

namespace Gateway.Simulator.Composing;

/// <summary>The vector of a text: it looks random, has length 1, and depends only on the text and the model.</summary>
internal static class SimulatedVector
{
    /// <summary>The number of dimensions if the request names none.</summary>
    public const int Dimensions = 32;

    public static float[] Of(string text, int dimensions)
    {
        var state = StableHash.Of(text);
        var numbers = new float[dimensions];
        for (var i = 0; i < dimensions; i++)
        {
            numbers[i] = (StableHash.Next(ref state) % 2_000_001 / 1_000_000f) - 1;
        }
        var length = MathF.Sqrt(numbers.Sum(static n => n * n));
        return [.. numbers.Select(n => n / length)];
    }

    public static string Base64(float[] numbers)
    {
        var bytes = new byte[numbers.Length * sizeof(float)];
        foreach (var (i, number) in numbers.Index())
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), number);
        }
        return Convert.ToBase64String(bytes);
    }

    /// <param name="numbers">The numbers.</param>
    /// <param name="isLong">True to write them as 64-bit numbers of the same value.</param>
    public static string Array(float[] numbers, bool isLong)
    {
        var written = isLong
            ? numbers.Select(static n => ((double)n).ToString("R", CultureInfo.InvariantCulture))
            : numbers.Select(static n => n.ToString("R", CultureInfo.InvariantCulture));
        return $"[{string.Join(',', written)}]";
    }
}
