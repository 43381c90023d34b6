using System.Text.Json.Serialization;

namespace Gateway.Simulator.Scripts;

/// <summary>Where a stream carries its token usage.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UsagePlacement>))]
public enum UsagePlacement
{
    /// <summary>On every chunk, as running totals.</summary>
    EveryChunk,

    /// <summary>On the chunk with the finish reason.</summary>
    OnFinish,

    /// <summary>On a last chunk without choices.</summary>
    LastChunk,

    /// <summary>Like <see cref="LastChunk"/>, but only if <c>stream_options.include_usage</c> asks for it.</summary>
    LastChunkIfAsked,

    /// <summary>Nowhere, not even in answers that are not streamed.</summary>
    Never,
}
