using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace Gateway.Operations.Embeddings;

/// <summary>
/// Converts vectors between their two formats: numbers, and base64 of little-endian 32-bit numbers. Neither direction loses a bit: a
/// decimal is read to the nearest 32-bit number, and a number is written with enough digits to read back the same.
/// </summary>
internal static class Vectors
{
    private const int Size = sizeof(float);

    // The longest text of a 32-bit number, and a comma.
    private const int LongestNumber = 20;

    // Below this length no decimal without an exponent overflows.
    private const int SurelyFinite = 38;

    /// <summary>Reads an array of numbers to its end, counts the numbers and checks them.</summary>
    /// <param name="json">Positioned at the start of the array.</param>
    /// <returns>The count; 0 when one is not finite or all are zero, which no text's vector is.</returns>
    public static int Measure(ref Utf8JsonReader json)
    {
        var (count, isGood, isZero) = (0, true, true);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number)
            {
                isGood = false;
                json.Skip();
                continue;
            }

            var number = json.ValueSpan;
            isGood &= (number.Length < SurelyFinite && number.IndexOfAny((byte)'e', (byte)'E') < 0) || float.IsFinite(Parse(number));
            isZero = isZero && !number.ContainsAnyInRange((byte)'1', (byte)'9');
            count++;
        }

        return isGood && !isZero ? count : 0;
    }

    /// <summary>Decodes base64 text into a buffer, and counts and checks its numbers.</summary>
    /// <param name="text">The text without quotes.</param>
    /// <param name="bytes">Receives the bytes.</param>
    public static int Decode(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> bytes)
    {
        bytes.ResetWrittenCount();
        var status = Base64.DecodeFromUtf8(text, bytes.GetSpan(Base64.GetMaxDecodedFromUtf8Length(text.Length)), out _, out var length);
        if (status != OperationStatus.Done || length == 0 || length % Size != 0)
        {
            return 0;
        }

        bytes.Advance(length);
        var isZero = true;
        for (var i = 0; i < length; i += Size)
        {
            var number = BinaryPrimitives.ReadSingleLittleEndian(bytes.WrittenSpan[i..]);
            if (!float.IsFinite(number))
            {
                return 0;
            }

            isZero &= number == 0;
        }

        return isZero ? 0 : length / Size;
    }

    /// <summary>Writes numbers as quoted base64.</summary>
    /// <param name="array">The array as written in JSON.</param>
    /// <param name="scratch">Scratch space for the bytes.</param>
    /// <param name="output">Receives the text.</param>
    public static void ToBase64(ReadOnlySpan<byte> array, ArrayBufferWriter<byte> scratch, IBufferWriter<byte> output)
    {
        scratch.ResetWrittenCount();
        var json = new Utf8JsonReader(array);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.Number)
        {
            BinaryPrimitives.WriteSingleLittleEndian(scratch.GetSpan(Size), Parse(json.ValueSpan));
            scratch.Advance(Size);
        }

        output.Write("\""u8);
        Base64.EncodeToUtf8(
            scratch.WrittenSpan, output.GetSpan(Base64.GetMaxEncodedToUtf8Length(scratch.WrittenCount)), out _, out var length);
        output.Advance(length);
        output.Write("\""u8);
    }

    /// <summary>Writes the bytes of 32-bit numbers as an array of decimals.</summary>
    public static void ToNumbers(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        for (var i = 0; i < bytes.Length; i += Size)
        {
            output.Write(i == 0 ? "["u8 : ","u8);
            BinaryPrimitives.ReadSingleLittleEndian(bytes[i..])
                .TryFormat(output.GetSpan(LongestNumber), out var length, provider: CultureInfo.InvariantCulture);
            output.Advance(length);
        }

        output.Write("]"u8);
    }

    // Parses straight to 32 bits: a detour over 64 bits can round to the neighbouring number.
    private static float Parse(ReadOnlySpan<byte> number) => float.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);
}
