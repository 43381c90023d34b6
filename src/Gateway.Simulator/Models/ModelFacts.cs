using System.Globalization;

namespace Gateway.Simulator.Models;

/// <summary>All facts about a model, given or derived.</summary>
internal sealed record ModelFacts
{
    /// <summary>When every model's files last changed, as far as providers report that.</summary>
    public static readonly DateTimeOffset Modified = DateTimeOffset.FromUnixTimeSeconds(1_767_225_600);

    private const long RemoteSize = 384;
    private const int BitsOfByte = 8;
    private const int UnquantizedBits = 16;

    public required string Name { get; init; }

    public required IReadOnlyList<string> Capabilities { get; init; }

    public required string Family { get; init; }

    public required string ParameterSize { get; init; }

    public required string Quantization { get; init; }

    public required int ContextLength { get; init; }

    /// <summary>The context it is loaded with; null when nobody set it, so that each provider uses its own default.</summary>
    public int? ServedContext { get; init; }

    /// <summary>The model that it was made from; null when there is none.</summary>
    public string? MadeFrom { get; init; }

    /// <summary>The name of the model whose weights it has: its own, or the first in the chain of models it was made from.</summary>
    public required string Blob { get; init; }

    public IReadOnlyList<string> Aliases { get; init; } = [];

    public bool IsNative { get; init; }

    public required double TokensPerCharacter { get; init; }

    public string? RemoteHost { get; init; }

    public string? RemoteModel { get; init; }

    public required string SubType { get; init; }

    public required string LmStudioType { get; init; }

    public bool HasStrictTemplate { get; init; }

    public bool HasToolParser { get; init; }

    public bool CanChat => Can("completion");

    public bool IsEmbedding => Can("embedding");

    /// <summary>The number of parameters; 0 when the size text has none.</summary>
    public long ParameterCount
    {
        get
        {
            var digits = ParameterSize.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
            var unit = ParameterSize.AsSpan(digits) is ['M', ..] ? 1_000_000m : 1_000_000_000m;
            return decimal.TryParse(ParameterSize.AsSpan(0, digits), CultureInfo.InvariantCulture, out var number)
                ? (long)(number * unit)
                : 0;
        }
    }

    public int BitsPerWeight
    {
        get
        {
            var digits = string.Concat(Quantization.SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit));
            return int.TryParse(digits, CultureInfo.InvariantCulture, out var bits) ? bits : UnquantizedBits;
        }
    }

    /// <summary>The bytes on disk. An entry that is served elsewhere only has a note of the place.</summary>
    public long Size => RemoteHost is null ? ParameterCount * BitsPerWeight / BitsOfByte : RemoteSize;

    public bool Can(string capability) => Capabilities.Contains(capability);
}
