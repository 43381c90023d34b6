using Gateway.Wire.Bytes;

namespace Gateway.Wire.Answers;

/// <summary>How a choice holds its delta or message.</summary>
internal record struct DeltaShape
{
    /// <summary>The member's name.</summary>
    public JsonRange Name { get; set; }

    /// <summary>Its value when that is not an object.</summary>
    public JsonRange NoObject { get; set; }

    /// <summary>The position of its members; 0 for none.</summary>
    public int Inside { get; set; }

    /// <summary>The number of members it will have.</summary>
    public int Members { get; set; }

    /// <summary>The member <c>content</c>: its name, and its value of any type.</summary>
    public JsonRange ContentName { get; set; }

    public JsonRange ContentValue { get; set; }

    /// <summary>The value of a role that is an empty string.</summary>
    public JsonRange EmptyRole { get; set; }
}
