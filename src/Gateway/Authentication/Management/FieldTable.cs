using System.Text.Json;
using Gateway.Wire.Errors;

namespace Gateway.Authentication.Management;

/// <summary>The fields of a thing that a caller may set. Any other field in a body is refused, not ignored.</summary>
internal sealed class FieldTable<T>
    where T : class
{
    private readonly Dictionary<string, Func<T, JsonElement, Managed<T>>> _fields = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _fields.Keys;

    /// <summary>Adds a field, with the function that sets it.</summary>
    public FieldTable<T> With(string name, Func<T, JsonElement, Managed<T>> set)
    {
        _fields.Add(name, set);
        return this;
    }

    /// <summary>Applies every field of a body to a thing.</summary>
    /// <param name="thing">The thing, which is not modified itself.</param>
    /// <param name="body">The body.</param>
    /// <param name="fixedFields">Fields that were set when the thing was made and cannot change.</param>
    public Managed<T> Apply(T thing, JsonElement body, params ReadOnlySpan<string> fixedFields)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            return ApiErrors.InvalidType("body", "an object", $"{body.ValueKind}");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in body.EnumerateObject())
        {
            if (!seen.Add(member.Name))
            {
                return ApiErrors.DuplicateKey(member.Name);
            }

            if (!_fields.TryGetValue(member.Name, out var set) || fixedFields.Contains(member.Name))
            {
                var closed = fixedFields.ToArray();
                return ApiErrors.UnknownField(member.Name, Names.Except(closed));
            }

            var result = set(thing, member.Value);
            if (result.Value is not { } changed)
            {
                return result;
            }

            thing = changed;
        }

        return thing;
    }
}
