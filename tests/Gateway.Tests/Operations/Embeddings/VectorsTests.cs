using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Gateway.Operations.Embeddings;

namespace Gateway.Tests.Operations.Embeddings;

public sealed class VectorsTests
{
    [Fact]
    public void Numbers_AsBase64AndBack_KeepEveryBit()
    {
        var random = new Random(1);
        var numbers = Enumerable.Range(0, 20_000)
            .Select(_ => BitConverter.UInt32BitsToSingle((uint)random.NextInt64(uint.MaxValue)))
            .Where(float.IsFinite)
            .Concat([0f, -0f, float.Epsilon, float.MaxValue, float.MinValue, 1f / 3, 16_777_217f, 0.1f])
            .ToArray();
        var bytes = new byte[numbers.Length * 4];
        foreach (var (i, number) in numbers.Index())
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * 4), number);
        }

        var decimals = new ArrayBufferWriter<byte>();
        Vectors.ToNumbers(bytes, decimals);
        Assert.Equal($"\"{Convert.ToBase64String(bytes)}\"", ToBase64(decimals.WrittenSpan));

        // Servers that make 64-bit numbers of them write more digits, which mean the same.
        var longer = string.Join(',', numbers.Select(n => ((double)n).ToString("R", CultureInfo.InvariantCulture)));
        Assert.Equal($"\"{Convert.ToBase64String(bytes)}\"", ToBase64(Encoding.UTF8.GetBytes($"[{longer}]")));
    }

    private static string ToBase64(ReadOnlySpan<byte> array)
    {
        var text = new ArrayBufferWriter<byte>();
        Vectors.ToBase64(array, new ArrayBufferWriter<byte>(), text);
        return Encoding.ASCII.GetString(text.WrittenSpan);
    }
}
