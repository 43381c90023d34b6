using System.Security.Cryptography;
using System.Text;
using Gateway.Configuration;
using Gateway.Routing.Models;

namespace Gateway.Runtime.PriceBooks;

/// <summary>
/// Reads a price book from bytes, or says what is wrong with it. One mistake refuses the whole book, since half a book would mislead.
/// </summary>
internal static class BookText
{
    /// <summary>The most bytes of a book, enough for more than ten thousand rows. The built-in book has a hundredth of that.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private const int MostTold = 10;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="bytes">The whole book.</param>
    /// <param name="sha256">The hash it must have, in hexadecimal digits; null for any.</param>
    public static (PriceTable? Book, string? Fault) Read(byte[] bytes, string? sha256)
    {
        if (bytes.Length > MaxBytes)
        {
            return (null, TooLarge);
        }

        if (sha256 is not null && !sha256.Equals(Convert.ToHexString(SHA256.HashData(bytes)), StringComparison.OrdinalIgnoreCase))
        {
            return (
                null,
                $"its SHA-256 is {Convert.ToHexStringLower(SHA256.HashData(bytes))}, and prices.sha256 names another. Check the book, then "
                + "write its hash there.");
        }

        string text;
        try
        {
            text = Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            return (null, $"it is not UTF-8: the byte at {e.Index} is wrong.");
        }

        var book = PriceTable.Parse(text.TrimStart('\uFEFF'), PriceZones.Find);
        return book switch
        {
            { Mistakes: [_, ..] mistakes } => (null, Words([.. mistakes])),
            { Count: 0 } => (null, $"it has no row. A row has the columns {PriceTable.Columns}."),
            _ => (book, null),
        };
    }

    public static string TooLarge => $"it is larger than {MaxBytes / (1024 * 1024)} MiB.";

    private static string Words(KnownModelMistake[] mistakes) =>
        string.Join(Environment.NewLine, mistakes.Take(MostTold).Select(static m => $"line {m.Line}: {m.Message}"))
        + (mistakes.Length > MostTold ? $"{Environment.NewLine}and {mistakes.Length - MostTold} more mistakes." : "");
}
