using System.Text.Json;
using Gateway.Wire.Bytes;

namespace Gateway.Wire.Answers;

/// <summary>
/// Values for an answer whose backend leaves them out or writes them in a form clients cannot read, as
/// JSON. Each is made when first needed.
/// </summary>
/// <param name="requestId">For the ids of the answer and its tool calls.</param>
/// <param name="model">The model's name.</param>
/// <param name="created">The Unix time in seconds.</param>
/// <param name="identity">The identity to use instead, for an answer that continues another.</param>
internal sealed class AnswerDefaults(string requestId, string model, long created, AnswerIdentity? identity = null)
{
    private ReadOnlyMemory<byte> _id = identity?.Id ?? default;
    private ReadOnlyMemory<byte> _model = identity?.Model ?? default;
    private ReadOnlyMemory<byte> _created = identity?.Created ?? default;

    public string RequestId => requestId;

    /// <summary>The name of the model that was asked.</summary>
    public string ModelName => model;

    /// <summary>The fewest tokens that the prompt, as it was sent, can have; 0 when unknown.</summary>
    public int LeastPrompt { get; init; }

    /// <summary>The lowest count that can be that of a cut prompt. A lower one counts something else.</summary>
    public int LeastRead { get; init; }

    /// <summary>True when the answer continues another, which already has its role.</summary>
    public bool IsContinued => identity is not null;

    /// <summary>The prefix of ids that the gateway makes.</summary>
    public string IdPrefix { get; init; } = AnswerForm.Chat.IdPrefix;

    public ReadOnlyMemory<byte> Id => _id.IsEmpty ? _id = JsonText.Quoted(IdPrefix + requestId) : _id;

    public ReadOnlyMemory<byte> Model => Made(ref _model, model);

    public ReadOnlyMemory<byte> Created => Made(ref _created, created);

    private static ReadOnlyMemory<byte> Made<T>(ref ReadOnlyMemory<byte> value, T from) =>
        value.IsEmpty ? value = JsonSerializer.SerializeToUtf8Bytes(from) : value;
}
