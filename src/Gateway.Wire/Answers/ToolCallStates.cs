using System.Security.Cryptography;
using System.Text;

namespace Gateway.Wire.Answers;

/// <summary>The tool calls of one answer.</summary>
/// <param name="requestId">The basis of generated ids, so that no two answers share one.</param>
internal sealed class ToolCallStates(string requestId)
{
    private const int IdLength = 24;

    private int _lastChoice;
    private ChoiceToolCalls _last = new();
    private Dictionary<int, ChoiceToolCalls>? _choices;
    private long _firstId;
    private HashSet<long>? _ids;
    private int _made;

    public bool Any(int choice) => !Of(choice).IsEmpty;

    public bool AllWhole(int choice) => Of(choice).AreWhole;

    /// <summary>Takes an id for a new call.</summary>
    /// <param name="hash">The hash of the id.</param>
    /// <returns>False when another call has it.</returns>
    public bool TakesId(long hash)
    {
        if (_firstId == 0)
        {
            _firstId = hash;
            return true;
        }

        return (_ids ??= [_firstId]).Add(hash);
    }

    /// <summary>Makes an id, with quotes, for a call that has none.</summary>
    public byte[] MakeId()
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{requestId}/{_made++}"));
        return Encoding.UTF8.GetBytes($"\"call_{Convert.ToHexStringLower(hash)[..IdLength]}\"");
    }

    public ChoiceToolCalls Of(int choice)
    {
        if (choice == _lastChoice)
        {
            return _last;
        }

        _choices ??= [];
        _choices.TryAdd(_lastChoice, _last);
        if (!_choices.TryGetValue(choice, out var calls))
        {
            _choices.Add(choice, calls = new ChoiceToolCalls());
        }

        (_lastChoice, _last) = (choice, calls);
        return calls;
    }
}
